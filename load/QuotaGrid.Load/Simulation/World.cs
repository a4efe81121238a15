using QuotaGrid.Load.Simulation.Auditing;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Simulation;

/// <summary>What all parts of one run share.</summary>
internal sealed class World
{
    /// <summary>Makes the world of a run.</summary>
    public World(Scenario scenario, Trace trace)
    {
        (Scenario, Trace, Random) = (scenario, trace, new SeededRandom(scenario.Seed, "run"));

        // Calendar time at the true time 0, anywhere within the buckets of target memory.
        CalendarOrigin = 1_800_000_000L * VirtualTime.Second + Random.Below(86_400) * VirtualTime.Second;
        EndsAt = scenario.Seconds * VirtualTime.Second;
        var latest = Math.Max(scenario.Rules.Lease.TotalSeconds, scenario.TimeoutMilliseconds / 1000.0) * (1 + Scenario.MaxDrift);
        Auditor = new Auditor(scenario.Promises(), scenario.Identities, latest, scenario.IsStrict && IsPunctual);
        AskedAtOwners = new long[scenario.Identities];
        HasLostActivations = new bool[scenario.Identities];
        DecidedLocally = new long[scenario.Identities];
    }

    public Scenario Scenario { get; }

    public Trace Trace { get; }

    public VirtualTime Time { get; } = new();

    public SeededRandom Random { get; }

    public Auditor Auditor { get; }

    public long CalendarOrigin { get; }

    /// <summary>When requests and faults end.</summary>
    public long EndsAt { get; }

    /// <summary>Whether things still go wrong.</summary>
    public bool IsFaulty => Time.Now < EndsAt;

    /// <summary>Items of strict requests that activations decided, by identity.</summary>
    public long[] AskedAtOwners { get; }

    /// <summary>Items that gateways decided by themselves, by identity.</summary>
    public long[] DecidedLocally { get; }

    /// <summary>Whether a message comes once, and before whoever sent it gives up: so what is charged is known from what was asked.</summary>
    private bool IsPunctual => Scenario.Mix is FaultMix.None or FaultMix.Moves or FaultMix.GatewayCrashes or FaultMix.SiloCrashes;

    /// <summary>Whether an activation of an identity ended without having stored everything, by identity.</summary>
    public bool[] HasLostActivations { get; }

    /// <summary>Requests that gateways answered.</summary>
    public long Decisions { get; set; }

    /// <summary>Whether a gateway lost something that it had not reported.</summary>
    public bool HasLostHolders { get; set; }

    public double Seconds => Time.Now / 1e9;

    public bool Has(FaultMix mix) => Scenario.Mix == mix || Scenario.Mix == FaultMix.All;

    public bool Chance(double probability) => Random.Unit() < probability;

    public long Between(double lowSeconds, double highSeconds) => (long)(Random.Between(lowSeconds, highSeconds) * VirtualTime.Second);

    /// <summary>A span with a long tail.</summary>
    public long Around(double seconds) => (long)(seconds * Math.Exp(0.6 * Random.Normal()) * VirtualTime.Second);

    public void Note(TraceEvent what, int who, long first = 0, long second = 0) => Trace.Note(Time.Now, what, who, first, second);

    public SimulatedClock ClockOf(bool isSilo)
    {
        var drift = Random.Between(-Scenario.MaxDrift, Scenario.MaxDrift);
        var origin = isSilo ? CalendarOrigin + Between(-0.2, 0.2) : Between(0, 1_000_000);
        return new SimulatedClock(origin, drift, Time.Now);
    }
}
