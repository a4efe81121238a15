using System.Text.RegularExpressions;
using QuotaGrid.Deploy.Tests.Fixtures;
using QuotaGrid.Host.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(QuotaGrid.Deploy.Tests.Observability.ExportedMetrics))]

namespace QuotaGrid.Deploy.Tests.Observability;

/// <summary>
/// The metrics of a real process after some use, and, because a counter of what has not happened yet is not there, those of the README's table, which is held against the instruments elsewhere.
/// </summary>
public sealed partial class ExportedMetrics : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>What was scraped: the samples' names, with the labels that each has.</summary>
    public Dictionary<string, HashSet<string>> Scraped { get; } = [];

    /// <summary>Every name that may be scraped from a process, and the tags that the table gives it.</summary>
    public Dictionary<string, HashSet<string>> Documented { get; } = [];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var host = await RunningHost.StartEmbeddedAsync(Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3), cancel, ["--snapshot-interval", "100ms"]);
        await host.Http.DecideAsync("observed", UsNumbers.Take(0, 10));
        await host.Http.ReportAsync("observed", UsNumbers.Take(0, 5), UsNumbers.Take(5, 5));
        await Eventually.SeeAsync(
            "a snapshot is counted", TimeSpan.FromSeconds(60), async () => await host.Http.MetricAsync("quotagrid_snapshot_duration_seconds_count", "quotagrid_result=\"written\"") is null ? null : host, cancel);
        foreach (Match sample in Sample().Matches(await host.Http.MetricsAsync()))
        {
            Scraped.TryAdd(sample.Groups[1].Value, []);
            Scraped[sample.Groups[1].Value].UnionWith(LabelName().Matches(sample.Groups[2].Value).Select(label => label.Groups[1].Value));
        }

        foreach (Match row in Row().Matches(Repository.Read("README.md")))
        {
            var name = row.Groups[1].Value.Replace('.', '_') + row.Groups[2].Value switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            var tags = Tag().Matches(row.Groups[3].Value).Select(tag => tag.Groups[1].Value.Replace('.', '_')).ToHashSet();
            foreach (var suffix in (string[])["", "_total", "_bucket", "_sum", "_count"])
            {
                Documented[name + suffix] = [.. tags, .. suffix == "_bucket" ? ["le"] : Array.Empty<string>()];
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"^([a-z]\w*)\{?(.*?)\}? [^ ]+$", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(\w+)=""")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"^\| `(quotagrid\.[a-z_.]+)` \| (\S+) \| (.*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`([a-z_.]+)`")]
    private static partial Regex Tag();
}
