using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Faults.Cluster;
using QuotaGrid.Load.Faults.Network;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Verbs;
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
        await using var shared = settings.Scenarios.Any(scenario => !scenario.Site.HasOwnDatabase)
            ? await NewDatabaseAsync(settings, folder, ProcessHost.Loopback, diskMegabytes: null, cancellationToken)
            : null;

        List<FaultResult> results = [];
        foreach (var scenario in settings.Scenarios)
        {
            console.WriteLine($"{scenario.Name}: {scenario.Description}");
            var result = await RunAsync(settings, scenario, shared, folder, console, cancellationToken);
            Show(console, result);
            results.Add(result);
        }

        return results;
    }

    private static async Task<FaultResult> RunAsync(
        FaultSettings settings, FaultScenario scenario, DatabaseServer? shared, RunFolder folder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var site = scenario.Site;
        await using var network = site.HasNetwork ? await FaultNetwork.CreateAsync(FaultHosts.Count, folder.File("ip.log"), cancellationToken) : null;
        var hosts = new FaultHosts(network);
        await using var own = site.HasOwnDatabase ? await NewDatabaseAsync(settings, folder, hosts.Database, site.DiskMegabytes, cancellationToken) : null;
        var ground = new FaultGround(own ?? shared!, hosts, site.HasClock ? new FaultClock(folder.File("clock")) : null, settings.Program);
        var program = site.IsPrevious
            ? settings.Previous ?? throw new RunRefusedException($"The scenario '{scenario.Name}' needs another build. Name its executable with --previous.")
            : settings.Program;
        var silos = new ServerSettings(program, ground.Database.Connection, scenario.Name, folder.File("policies.json"), folder) { Environment = site.SiloEnvironment };
        await using var cluster = await FaultCluster.StartAsync(silos, ground, settings.Seed, console.WriteLine, cancellationToken);
        await cluster.BeginAsync();
        await scenario.RunAsync(cluster, settings.Quick, cancellationToken);
        return await cluster.EndAsync(cancellationToken);
    }

    private static async Task<DatabaseServer> NewDatabaseAsync(FaultSettings settings, RunFolder folder, ProcessHost host, int? diskMegabytes, CancellationToken cancellationToken)
    {
        var database = await DatabaseServer.CreateAsync(folder.File("postgresql.log"), cancellationToken, host, diskMegabytes);
        try
        {
            await ChildProcess.RunAsync(settings.Program, ["migrate", "--database", database.Connection], folder.File("migrate.log"), cancellationToken, host);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static void Show(IAnsiConsole console, FaultResult result)
    {
        console.WriteLine(
            $"  {result.Requests:N0} requests, {result.Unanswered:N0} without an answer, {result.LocalShare:P0} decided from leases; longest silence {result.Silent.TotalSeconds:N1} s, "
            + $"of one identity {result.SilentIdentity.TotalSeconds:N1} s, of the one in the middle {result.SilentHalf.TotalSeconds:N1} s; over {result.Over:N1}"
            + (result.Recovery is { } recovery ? $"; everything answered after {recovery.TotalSeconds:N1} s" : ""));
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
