using QuotaGrid.Load.Compare;
using QuotaGrid.Load.Processes;
using Spectre.Console;

namespace QuotaGrid.Load.Tls;

/// <summary>Measures the strict path with and without TLS in turns, so that a slow minute of the machine hits both.</summary>
internal static class TlsRun
{
    /// <summary>Without TLS.</summary>
    public const string Plain = "plain";

    /// <summary>With TLS, and certificates on both sides.</summary>
    public const string Tls = "tls";

    /// <summary>Runs. Everything that it starts has ended when it returns or throws.</summary>
    /// <returns>The timings of each way, one for each round.</returns>
    public static async Task<IReadOnlyDictionary<string, List<TlsTiming>>> RunAsync(TlsSettings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        using var folder = new RunFolder(keep: null);
        var policies = folder.File("policies.json");
        await File.WriteAllTextAsync(policies, ComparePolicies.Document(), cancellation);
        await using var database = await DatabaseServer.CreateAsync(folder.File("postgresql.log"), cancellation);
        await ChildProcess.RunAsync(settings.Program, ["migrate", "--database", database.Connection], folder.File("migrate.log"), cancellation);
        var certificates = new TlsCertificates(folder, TimeProvider.System.GetUtcNow());
        var lookups = new CompareLookups(settings.Seed, settings.Identities);

        console.MarkupLine("warming up");
        ServerSettings Server(string cluster) => new(settings.Program, database.Connection, cluster, policies, folder);
        await using var plain = await TlsWay.StartAsync(Server(Plain), [], tls: null, settings, lookups, cancellation);
        await using var tls = await TlsWay.StartAsync(Server(Tls), certificates.SiloArguments, certificates.Edge, settings, lookups, cancellation);
        var timings = new Dictionary<string, List<TlsTiming>> { [Plain] = [], [Tls] = [] };
        for (var round = 1; round <= settings.Rounds; round++)
        {
            console.MarkupLine($"round {round} of {settings.Rounds}");
            timings[Plain].Add(await plain.MeasureAsync(settings.Span));
            timings[Tls].Add(await tls.MeasureAsync(settings.Span));
        }

        return timings;
    }
}
