using System.CommandLine;
using QuotaGrid.Core.Policies;
using QuotaGrid.Host.Settings;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Commands;

/// <summary><c>quotagrid migrate</c>: brings a PostgreSQL database to the schema of this version, and gives roles their rights on it.</summary>
internal static class MigrateCommand
{
    private const string Variable = "QUOTAGRID_DATABASE";

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly Option<string?> Database = new("--database") { Description = $"The PostgreSQL connection; without it {Variable}." };
    private static readonly Option<string?> GrantSilo = new("--grant-silo") { Description = "The role that silos connect as; it gets what a silo needs, and no more." };
    private static readonly Option<string?> GrantEdge = new("--grant-edge") { Description = "The role that edges connect as; it gets what an edge needs, and no more." };
    private static readonly Option<bool> Check = new("--check") { Description = "Changes nothing: says whether the schema is current." };
    private static readonly Option<string?> Wait = new("--wait") { Description = "With --check: waits so long, such as 10m, until somebody else has migrated. At most 1h." };

    public static Command Create()
    {
        var command = new Command("migrate", "Brings a PostgreSQL database to the current schema. Safe to run twice, and by two at once.") { Database, GrantSilo, GrantEdge, Check, Wait };
        command.SetAction((arguments, cancellationToken) => CommandErrors.ReportAsync(async () =>
        {
            var patience = CheckOptions(arguments);
            var database = new PostgresDatabase(SettingsReader.ReadDatabase(arguments.GetValue(Database), Environment.GetEnvironmentVariables()));
            if (arguments.GetValue(Check))
            {
                await database.WaitAsync(patience, TimeProvider.System, why => Console.Out.WriteLine($"Waiting: {why}"), cancellationToken);
                await Console.Out.WriteLineAsync("The schema is current.");
            }
            else
            {
                await MigrateAsync(database, arguments.GetValue(GrantSilo), arguments.GetValue(GrantEdge), cancellationToken);
            }
        }));
        return command;
    }

    private static async Task MigrateAsync(PostgresDatabase database, string? silo, string? edge, CancellationToken cancellationToken)
    {
        var applied = await database.MigrateAsync(cancellationToken);
        await Console.Out.WriteLineAsync(applied.Count == 0
            ? "The schema is current."
            : $"Applied {string.Join(", ", applied.Select(step => step.Name))}.");

        // After every migration, because a new table is nobody's but its owner's.
        if (silo is not null)
        {
            await database.GrantSiloAsync(silo, cancellationToken);
            await Console.Out.WriteLineAsync($"The role {silo} has the rights of a silo.");
        }

        if (edge is not null)
        {
            await database.GrantEdgeAsync(edge, cancellationToken);
            await Console.Out.WriteLineAsync($"The role {edge} has the rights of an edge.");
        }
    }

    private static TimeSpan CheckOptions(ParseResult arguments)
    {
        List<string> problems = [];
        var (silo, edge) = (arguments.GetValue(GrantSilo), arguments.GetValue(GrantEdge));
        if (silo?.Length == 0 || edge?.Length == 0)
        {
            problems.Add("A role to grant to has no name. Name it, or leave the option out.");
        }
        else if (silo is not null && silo == edge)
        {
            problems.Add($"--grant-silo and --grant-edge are both '{silo}'. Give edges a role of their own: they need only read the membership.");
        }

        if (arguments.GetValue(Check) && (silo ?? edge) is not null)
        {
            problems.Add("--check changes nothing, and grants would. Leave one of them out.");
        }

        var patience = TimeSpan.Zero;
        if (arguments.GetValue(Wait) is { } wait)
        {
            if (!arguments.GetValue(Check))
            {
                problems.Add("--wait waits for somebody else to migrate. Add --check.");
            }

            if (!DurationText.TryParse(wait, out patience) || patience > LongestWait)
            {
                problems.Add($"--wait is '{wait}'. Write a duration of at most {DurationText.Format(LongestWait)}.");
            }
        }

        return problems.Count == 0 ? patience : throw new SettingsException(problems);
    }
}
