using System.CommandLine;
using QuotaGrid.Host.Settings;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Commands;

/// <summary><c>quotagrid migrate</c>: brings a PostgreSQL database to the schema of this version.</summary>
internal static class MigrateCommand
{
    private const string Variable = "QUOTAGRID_DATABASE";

    public static Command Create()
    {
        var database = new Option<string?>("--database") { Description = $"The PostgreSQL connection; without it {Variable}." };
        var command = new Command("migrate", "Brings a PostgreSQL database to the current schema. Safe to run twice, and by two at once.") { database };
        command.SetAction((arguments, cancellationToken) => CommandErrors.ReportAsync(async () =>
        {
            var connection = SettingsReader.ReadDatabase(arguments.GetValue(database), Environment.GetEnvironmentVariables());
            var applied = await new PostgresDatabase(connection).MigrateAsync(cancellationToken);
            await Console.Out.WriteLineAsync(applied.Count == 0
                ? "The schema is current."
                : $"Applied {string.Join(", ", applied.Select(step => step.Name))}.");
        }));
        return command;
    }
}
