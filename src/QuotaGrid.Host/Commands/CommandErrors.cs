using Microsoft.Data.Sqlite;
using Npgsql;
using QuotaGrid.Core.Policies;
using QuotaGrid.Host.Secrets;
using QuotaGrid.Host.Settings;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Commands;

/// <summary>How a command fails: what the operator did wrong is one message and exit code 2, anything else is a crash with its stack.</summary>
internal static class CommandErrors
{
    /// <summary>The exit code of a command that could not be carried out as it was given.</summary>
    public const int Refused = 2;

    public static async Task<int> ReportAsync(Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (Exception e) when (IsOperators(e))
        {
            await Console.Error.WriteLineAsync($"quotagrid: {e.Message}");
            return Refused;
        }
    }

    private static bool IsOperators(Exception e) =>
        e is SettingsException or InvalidPolicyException or SecretFileException or SchemaException or IOException or UnauthorizedAccessException
        || IsOperatorsDatabase(e);

    // Of what a database may say, that our own SQL is wrong is no mistake of the operator's: SQLite's code 1, and PostgreSQL's class 42 except for a missing
    // privilege and for what somebody else made there before (a table, a function, another object).
    private static bool IsOperatorsDatabase(Exception e) => e switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode != 1,
        PostgresException postgres => !postgres.SqlState.StartsWith("42", StringComparison.Ordinal)
            || postgres.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.DuplicateTable
                or PostgresErrorCodes.DuplicateFunction or PostgresErrorCodes.DuplicateObject,
        _ => e is NpgsqlException,
    };
}
