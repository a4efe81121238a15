using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Simulation.Auditing;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Simulation;

/// <summary>What one run is: who takes part, under which policy, and what goes wrong. All of it is drawn from the seed.</summary>
public sealed record Scenario
{
    /// <summary>How many mixes of faults there are.</summary>
    public const int Mixes = (int)FaultMix.All + 1;

    /// <summary>By how much a clock may run fast or slow, as a share.</summary>
    public const double MaxDrift = 0.0005;

    private const int Shapes = (int)PolicyShape.Fast + 1;

    /// <summary>What everything else is drawn from.</summary>
    public required int Seed { get; init; }

    /// <summary>What goes wrong.</summary>
    public required FaultMix Mix { get; init; }

    /// <summary>What is broken on purpose.</summary>
    public Breakage Breakage { get; init; }

    /// <summary>The kind of policy.</summary>
    public required PolicyShape Shape { get; init; }

    /// <summary>The policy.</summary>
    public required Policy Policy { get; init; }

    /// <summary>How permits are lent.</summary>
    public required LeaseRules Rules { get; init; }

    /// <summary>How many gateways; 2 to 6 when drawn.</summary>
    public required int Gateways { get; init; }

    /// <summary>How many silos, 2 to 4.</summary>
    public required int Silos { get; init; }

    /// <summary>How many identities, 1 to 3.</summary>
    public required int Identities { get; init; }

    /// <summary>How long requests come, in seconds of virtual time.</summary>
    public required int Seconds { get; init; }

    /// <summary>How long a gateway waits for a strict answer, in milliseconds.</summary>
    public required int TimeoutMilliseconds { get; init; }

    /// <summary>What is asked for, as a multiple of what the limits allow.</summary>
    public required double Overload { get; init; }

    /// <summary>The most items of a request.</summary>
    public required int MaxBatch { get; init; }

    /// <summary>How many of the items are targets that were asked for before, as a share.</summary>
    public required double KnownShare { get; init; }

    /// <summary>Whether no gateway ever wants a lease.</summary>
    public required bool IsStrict { get; init; }

    /// <summary>Whether some gateways are half a second away or more.</summary>
    public required bool HasSlowLinks { get; init; }

    /// <summary>Whether clients do nothing but wait, borrow, and use everything at the moment at which leases end.</summary>
    public required bool OnlyAmbushes { get; init; }

    /// <summary>Whether gateways have no room, and forget an identity after each of its requests.</summary>
    public bool IsFlooded { get; init; }

    /// <summary>The capability.</summary>
    public static CapabilityDefinition Capability { get; } =
        new(Core.Capabilities.Capability.Parse("contacts.lookup"), TargetSpace.Integer, DefaultRegion: null, TimeSpan.FromDays(30), PolicyBounds.MaxBatch);

    /// <summary>Draws a run.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="mix">What goes wrong; null to draw that too.</param>
    public static Scenario Draw(int seed, FaultMix? mix = null)
    {
        var random = new SeededRandom(seed, "scenario");
        var drawn = (FaultMix)random.Below(Mixes);
        var shape = (PolicyShape)random.Below(Shapes);
        var share = random.Below(4) switch { 0 => 0.005, 1 => 0.05, _ => LeaseRules.Default.CeilingShare };
        return new Scenario
        {
            Seed = seed,
            Mix = mix ?? drawn,
            Shape = shape,
            Policy = new Policy("simulated", Capability.Name, Plan.Default, Stage.Enforced, FailMode.Closed, [.. LimitsOf(shape, random)]),
            Rules = LeaseRules.Default with { CeilingShare = share },
            Gateways = 2 + (int)random.Below(5),
            Silos = 2 + (int)random.Below(3),
            Identities = 1 + (int)random.Below(3),
            Seconds = 30 + (int)random.Below(40) + (random.Below(8) == 0 ? 40 : 0),
            TimeoutMilliseconds = 1_000 + (500 * (int)random.Below(3)),
            Overload = random.Below(4) == 0 ? random.Between(0.3, 1) : random.Between(2, 20),
            MaxBatch = random.Below(3) switch { 0 => 1, 1 => 8, _ => 50 },
            KnownShare = random.Below(3) switch { 0 => 0, 1 => 0.3, _ => 0.8 },
            IsStrict = shape == PolicyShape.Small || random.Below(6) == 0,
            HasSlowLinks = random.Below(6) == 0,
            OnlyAmbushes = random.Below(10) == 0,
        };
    }

    /// <summary>What the policy promises, in plain numbers.</summary>
    public IReadOnlyList<Promise> Promises() => [.. Policy.Limits.Select(limit =>
    {
        var permitSeconds = limit.Period.TotalSeconds / limit.Quota;
        var stepSeconds = Math.Max(Rules.CeilingShare * Math.Max(limit.Period.TotalSeconds, limit.Burst * permitSeconds), permitSeconds);
        var unit = limit.Kind == LimitKind.Novel ? PromiseUnit.NewTargets : limit.Unit == LimitUnit.Requests ? PromiseUnit.Requests : PromiseUnit.Items;
        return new Promise(unit, limit.Burst, 1 / permitSeconds, stepSeconds / permitSeconds, limit.Period >= Rules.ShortestCeiling);
    })];

    /// <inheritdoc />
    public override string ToString() =>
        $"seed {Seed}: {Mix}, {Shape} ({string.Join(", ", Policy.Limits.Select(limit => $"{limit.Quota} in {limit.Period}, burst {limit.Burst}"))}), step {Rules.CeilingShare}, "
        + $"{Gateways} gateways, {Silos} silos, {Identities} identities, {Seconds} s, timeout {TimeoutMilliseconds} ms, overload {Overload:0.0}, batches to {MaxBatch}, "
        + $"known {KnownShare}, strict {IsStrict}, flooded {IsFlooded}, slow links {HasSlowLinks}, breakage {Breakage}";

    private static IEnumerable<Limit> LimitsOf(PolicyShape shape, SeededRandom random)
    {
        var period = random.Below(3) > 0 ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1);
        var quota = random.Below(4) switch { 0 => 100L, 1 => 300, 2 => 1_200, _ => 6_000 };
        var burst = random.Below(3) switch { 0 => Math.Max(1, quota / 5), 1 => Math.Min(6_000, quota * 2), _ => quota };
        var novel = new Limit("novel", LimitKind.Novel, LimitUnit.Items, 300 * (1 + random.Below(20)), TimeSpan.FromDays(random.Below(2) == 0 ? 1 : 30), 60 * (1 + random.Below(20)));
        var items = new Limit("items", LimitKind.Velocity, LimitUnit.Items, quota, period, burst);
        return shape switch
        {
            PolicyShape.Items => [items],
            PolicyShape.Requests => [items with { Name = "requests", Unit = LimitUnit.Requests }],
            PolicyShape.Novel => [novel],
            PolicyShape.ItemsAndNovel => [items, novel],
            PolicyShape.Small => [items with { Quota = 10 + random.Below(30), Burst = 1 + random.Below(15) }],
            _ => [items with { Quota = 1_000, Period = TimeSpan.FromSeconds(1), Burst = 500 * (1 + random.Below(8)) }],
        };
    }
}
