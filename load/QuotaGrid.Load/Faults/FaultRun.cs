using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Faults.Cluster;
using QuotaGrid.Load.Processes;
using Spectre.Console;

namespace QuotaGrid.Load.Faults;

/// <summary>Runs scenarios one after the other, each on a cluster of its own.</summary>
public static class FaultRun
{
    private const double NanosPerSecond = 1e9;
    private const int MostLimitsShown = 12;

    /// <summary>Runs them. Everything that it starts has ended when it returns or throws.</summary>
    public static async Task<IReadOnlyList<FaultResult>> RunAsync(FaultSettings settings, IAnsiConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(console);
        using var folder = new RunFolder(settings.Keep);
        var policies = folder.File("policies.json");
        await File.WriteAllTextAsync(policies, FaultPopulation.Document(), cancellationToken);
        await using var database = await DatabaseServer.CreateAsync(folder.File("postgresql.log"), cancellationToken);
        await ChildProcess.RunAsync(settings.Program, ["migrate", "--database", database.Connection], folder.File("migrate.log"), cancellationToken);

        List<FaultResult> results = [];
        foreach (var scenario in settings.Scenarios)
        {
            console.WriteLine($"{scenario.Name}: {scenario.Description}");
            var silos = new ServerSettings(settings.Program, database.Connection, scenario.Name, policies, folder);
            await using var cluster = await FaultCluster.StartAsync(silos, database, settings.Seed, console.WriteLine, cancellationToken);
            await cluster.BeginAsync();
            await scenario.RunAsync(cluster, settings.Quick, cancellationToken);
            var result = await cluster.EndAsync(cancellationToken);
            Show(console, result);
            results.Add(result);
        }

        return results;
    }

    private static void Show(IAnsiConsole console, FaultResult result)
    {
        console.WriteLine(
            $"  {result.Requests:N0} requests, {result.Unanswered:N0} without an answer, {result.LocalShare:P0} decided from leases; longest silence {result.Silent.TotalSeconds:N1} s, "
            + $"of one identity {result.SilentIdentity.TotalSeconds:N1} s; over {result.Over:N1}");
        foreach (var group in result.Limits.Where(limit => limit.IsBinding).GroupBy(limit => limit.Limit.Name))
        {
            console.WriteLine($"  {group.Key,-8} admitted {group.Sum(limit => limit.Admitted),7:N0} of {group.Sum(limit => limit.Allowed),7:N0}, lost {group.Sum(limit => limit.Lost),5:N0}");
        }

        foreach (var limit in result.Limits.Where(limit => limit.FirstOverNanos is not null).OrderByDescending(limit => limit.Over).Take(MostLimitsShown))
        {
            console.WriteLine(
                $"  OVER: {limit.Identity.Name}, limit {limit.Limit.Name}: {limit.Over:N1} above the contract, first after {(limit.FirstOverNanos - result.StartNanos) / NanosPerSecond:N1} s");
        }
    }
}
