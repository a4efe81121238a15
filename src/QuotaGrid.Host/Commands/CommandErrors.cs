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
            or ArgumentException or System.Data.Common.DbException;
}
