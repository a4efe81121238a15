using System.Collections.Immutable;
using System.Diagnostics;
using QuotaGrid.Load.Faults.Cluster;
using QuotaGrid.Load.Faults.Hostile;
using QuotaGrid.Load.Processes;
using static QuotaGrid.Load.Faults.Cluster.FaultCluster;

namespace QuotaGrid.Load.Faults.Scenarios;

/// <summary>Too much of everything, and a clock that is wrong.</summary>
internal static class LoadFaults
{
    private const int BusyLoops = 4;
    private const double StarvedSeconds = 600;
    private const double QuickStarvedSeconds = 20;
    private const double FloodSeconds = 40;

    private static readonly ImmutableDictionary<string, string> LittleMemory = ImmutableDictionary<string, string>.Empty.Add("DOTNET_GCHeapHardLimit", "0x9000000");

    public static readonly IReadOnlyList<FaultScenario> All =
    [
        new("memory", "new identities without end for 40 s, silos with 144 MB of heap", new FaultSite { SiloEnvironment = LittleMemory }, FloodAsync),
        new("clock", "the clock of one silo's machine an hour ahead, then an hour behind", new FaultSite { HasClock = true }, JumpAsync),
        new("garbage", "10,000 connections with garbage on each port of a silo", FaultSite.Loopback, GarbageAsync),
        new("slow-loris", "5,000 connections that send a byte of their headers a second", FaultSite.Loopback, SlowAsync),
        new("starved", "four endless loops beside the cluster on two cores, for ten minutes", FaultSite.Loopback, StarveAsync) { IsOnlyNamed = true },
    ];

    private static async Task FloodAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        await using (var flood = await cluster.StartFloodAsync(stop))
        {
            cluster.Note("a flood of new identities");
            await WaitAsync(FloodSeconds, stop);
            cluster.Note($"it ends: {await flood.EndAsync(stop)}");
        }

        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }

    private static async Task JumpAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        cluster.SetClock("+1h");
        await WaitAsync(15, stop);
        cluster.SetClock("-1h");
        await WaitAsync(15, stop);
        cluster.SetClock("+0");
        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }

    private static async Task GarbageAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        var silo = cluster.Silo(0);
        foreach (var port in new[] { silo.HttpPort, silo.SiloPort, silo.GatewayPort })
        {
            cluster.Note($"garbage on port {port}");
            await using var garbage = new HostileConnections(port, HostileConnections.Garbage);
            await garbage.OpenAsync(10_000, stop);
            await WaitAsync(5, stop);
            cluster.Note($"{garbage.Opened:N0} connections, of which the silo has ended {garbage.CountEnded():N0}; a new one is answered after {(await ProbeAsync(silo, stop)).TotalMilliseconds:N0} ms");
        }

        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }

    private static async Task SlowAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        var silo = cluster.Silo(0);
        cluster.Note("slow connections");
        await using (var slow = new HostileConnections(silo.HttpPort, HostileConnections.SlowHeaders))
        {
            await slow.OpenAsync(5_000, stop);
            cluster.Note($"a new one is answered after {(await ProbeAsync(silo, stop)).TotalMilliseconds:N0} ms");
            for (var second = 0; second < 20; second++)
            {
                slow.SendOneMore();
                await WaitAsync(1, stop);
            }

            cluster.Note($"{slow.Opened:N0} connections, of which the silo has ended {slow.CountEnded():N0}; a new one is answered after {(await ProbeAsync(silo, stop)).TotalMilliseconds:N0} ms");
        }

        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }

    private static async Task StarveAsync(FaultCluster cluster, bool quick, CancellationToken stop)
    {
        await WaitAsync(FaultScenario.BeforeSeconds, stop);
        var loops = Enumerable.Range(0, BusyLoops).Select(loop => cluster.StartBeside($"busy-{loop}", "sh", ["-c", "while :; do :; done"])).ToArray();
        cluster.Note($"{BusyLoops} endless loops");
        await WaitAsync(quick ? QuickStarvedSeconds : StarvedSeconds, stop);
        Array.ForEach(loops, loop => loop.Kill());
        cluster.Note("they have ended");
        await WaitAsync(FaultScenario.AfterSeconds, stop);
        await cluster.CountEvictedAsync(stop);
    }

    private static async Task<TimeSpan> ProbeAsync(ServerProcess silo, CancellationToken stop)
    {
        using var http = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(new Uri($"http://{silo.Host.Address}:{silo.HttpPort}/healthz/ready"), stop);
        return Stopwatch.GetElapsedTime(started);
    }
}
