using System.Diagnostics;
using System.Net;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>What the embedded server knows after it was stopped or killed and started again.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Novel = "novel-30d";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly int[] _ports = LoopbackPorts.Find(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_directory.Path, "data");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AKilledServerKnowsWhatItHadStored()
    {
        var book = UsNumbers.Take(0, 300);
        await using (var host = await StartAsync("100ms"))
        {
            Assert.Equal(4_700, (await host.Http.DecideAsync("person", book)).Remaining(Novel));
            await Eventually.SeeAsync(
                "a snapshot is written",
                Deadline,
                async () => await host.Http.MetricAsync("quotagrid_snapshot_duration_seconds_count", "quotagrid_result=\"written\"") > 0 ? host : null,
                Cancel);
            host.Process.Kill();
            // 128 and the signal's number.
            Assert.Equal(137, await host.Process.WaitForEndAsync(Cancel));
        }

        await using (var host = await StartAsync("100ms"))
        {
            // But for a step of the durable ceiling, 2 % of 5,000: whatever the killed one may have granted counts as granted.
            var known = await host.Http.DescribeAsync("person");
            Assert.Equal(4_600, known.Remaining(Novel));
            Assert.Equal((1, 300, 300), (known.Evidence("requests"), known.Evidence("asked"), known.Evidence("novel")));
            Assert.Equal(4_600, (await host.Http.DecideAsync("person", book)).Remaining(Novel));
            Assert.Equal(4_599, (await host.Http.DecideAsync("person", UsNumbers.Take(300, 1))).Remaining(Novel));
        }
    }

    [Fact]
    public async Task AServerThatIsStoppedRightAfterADecisionLosesNothing()
    {
        var book = UsNumbers.Take(0, 300);
        // Far from any snapshot that time alone would bring.
        await using (var host = await StartAsync("5m"))
        {
            await host.Http.DecideAsync("person", book);
            await host.Http.ReportAsync("person", found: book[..100], missing: book[100..300]);
            Assert.Equal(4_600, (await host.Http.DecideAsync("person", UsNumbers.Take(300, 100))).Remaining(Novel));

            var clock = Stopwatch.StartNew();
            host.Process.Stop();

            Assert.Equal(0, await host.Process.WaitForEndAsync(Cancel));
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            Assert.Equal("", host.Process.Errors);
        }

        await using (var host = await StartAsync("5m"))
        {
            var known = await host.Http.DescribeAsync("person");
            Assert.Equal((HttpStatusCode.OK, 4_600), (known.Status, known.Remaining(Novel)));
            Assert.Equal((2, 400, 400), (known.Evidence("requests"), known.Evidence("asked"), known.Evidence("novel")));
            Assert.Equal((100, 200), (known.Evidence("found"), known.Evidence("missing")));
        }
    }

    private Task<RunningHost> StartAsync(string snapshotInterval) =>
        RunningHost.StartEmbeddedAsync(Data, _ports, Cancel, ["--snapshot-interval", snapshotInterval]);
}
