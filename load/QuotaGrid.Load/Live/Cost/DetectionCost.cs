using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Load.Compare;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Live.Cost;

/// <summary>
/// What detection costs: the same requests of the same identities under two policies that differ in detection alone, both in the shadow stage, so that every request is decided by the identity's grain.
/// Contacts are shared, as people's are, so that nobody is convicted and evidence is gathered all the time.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="universe">The numbers.</param>
public sealed class DetectionCost(LiveCluster cluster, LiveUniverse universe)
{
    private const int Identities = 2_000;
    private const int Numbers = 20_000;
    private const int KnownTargets = 16;
    private const int NewTargets = 50;
    private const int Outstanding = 32;

    private readonly Identity[] _identities = [.. Enumerable.Range(0, Identities).Select(i => Identity.Parse($"cost-{i}"))];
    private readonly string[] _numbers = Draw(universe);

    // Those of honest people, over again when there are fewer.
    private readonly IReadOnlyDictionary<string, string>[] _attributes =
        [.. Enumerable.Range(0, Identities).Select(i => LiveIdentity.AttributesOf(HonestClients.Of(universe.World, i % universe.World.People.Length)))];

    private long _next;

    /// <summary>Measures both loads, in turns.</summary>
    /// <param name="rounds">How many turns each has.</param>
    /// <param name="span">How long a turn is.</param>
    /// <param name="say">Takes what is done.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds, TimeSpan span, Action<string> say, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(say);
        await using var gateway = await EmbeddedClient.StartAsync(cluster, cancellation);
        foreach (var capability in (Capability[])[LivePolicies.Watched, LivePolicies.Unwatched])
        {
            // The first decision about an identity waits until its row is stored, which is not what is measured.
            await Parallel.ForAsync(
                0, Identities, new ParallelOptions { MaxDegreeOfParallelism = Outstanding, CancellationToken = cancellation }, async (i, stop) => await gateway.DecideAsync(Known(capability, i, KnownTargets), stop));
        }

        say($"one known target of each of {Identities:N0} identities, {Outstanding} requests at once");
        var known = await RoundsAsync("known", rounds, span, 1, (capability, n) => gateway.DecideAsync(Known(capability, n, 1), cancellation), cancellation);
        say($"batches of {NewTargets} contacts that are new to the identity");
        var fresh = await RoundsAsync("new", rounds, span, NewTargets, (capability, _) => gateway.DecideAsync(New(capability, Interlocked.Increment(ref _next)), cancellation), cancellation);
        return [.. known.Figures(), .. fresh.Figures()];
    }

    private static string[] Draw(LiveUniverse universe)
    {
        var random = new SeededRandom(universe.World.Seed, "cost numbers");
        return [.. Enumerable.Range(0, Numbers).Select(_ => universe.TextOf((int)random.Below(universe.World.Plan.Numbers)))];
    }

    private async Task<CostRounds> RoundsAsync(string load, int rounds, TimeSpan span, int targets, Func<Capability, long, Task> decide, CancellationToken cancellation)
    {
        await TurnAsync(LivePolicies.Watched, span / 2, targets, decide);
        await TurnAsync(LivePolicies.Unwatched, span / 2, targets, decide);
        var turns = new List<(CostTurn On, CostTurn Off)>();
        for (var round = 0; round < rounds; round++)
        {
            // Neither is always the one that comes after the other.
            cancellation.ThrowIfCancellationRequested();
            var first = await TurnAsync(round % 2 == 0 ? LivePolicies.Watched : LivePolicies.Unwatched, span, targets, decide);
            var second = await TurnAsync(round % 2 == 0 ? LivePolicies.Unwatched : LivePolicies.Watched, span, targets, decide);
            turns.Add(round % 2 == 0 ? (first, second) : (second, first));
        }

        return new CostRounds(load, turns);
    }

    private async Task<CostTurn> TurnAsync(Capability capability, TimeSpan span, int targets, Func<Capability, long, Task> decide)
    {
        var (busy, decided) = (cluster.SiloProcessorTime, 0L);
        var timing = await new AskedWay(Outstanding, n =>
        {
            Interlocked.Increment(ref decided);
            return decide(capability, n);
        }).MeasureAsync(span);
        return new CostTurn(timing.PerSecond, timing.P50Nanos / 1e9, timing.P99Nanos / 1e9, (cluster.SiloProcessorTime - busy).TotalSeconds / (decided * targets));
    }

    private DecisionRequest Known(Capability capability, long n, int count)
    {
        var identity = (int)(n % Identities);
        return Of(identity, capability, Contacts(identity * (long)KnownTargets, count));
    }

    // Everybody's books overlap with those of others, and none has a number twice within twenty batches.
    private DecisionRequest New(Capability capability, long n)
    {
        var (batch, identity) = Math.DivRem(n, Identities);
        return Of((int)identity, capability, Contacts((identity * KnownTargets) + KnownTargets + (batch * NewTargets), NewTargets));
    }

    private DecisionRequest Of(int identity, Capability capability, string[] targets) => new(_identities[identity], capability, targets) { Attributes = _attributes[identity] };

    private string[] Contacts(long first, int count) => [.. Enumerable.Range(0, count).Select(i => _numbers[(first + i) % Numbers])];
}
