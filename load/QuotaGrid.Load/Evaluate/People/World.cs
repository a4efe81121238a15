using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate.People;

/// <summary>A plan and its honest people under one seed. Immutable once made, and shared by all defences and attacks.</summary>
public sealed class World
{
    /// <summary>Makes a world.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sampleScale">How many blocks of the plan stand behind one whose people are simulated.</param>
    /// <param name="shape">How large books are.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="cancellation">Ends it early.</param>
    public World(PlanFigures plan, int sampleScale, BookShape shape, int seed, CancellationToken cancellation = default)
        : this(plan, sampleScale, shape, OneOffMix.Usual, seed, int.MaxValue, cancellation)
    {
    }

    /// <summary>Makes a world in which not everybody takes part.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sampleScale">How many blocks of the plan stand behind one whose people are simulated.</param>
    /// <param name="shape">How large books are.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="mostPeople">About how many people take part, at most.</param>
    /// <param name="cancellation">Ends it early.</param>
    public World(PlanFigures plan, int sampleScale, BookShape shape, int seed, int mostPeople, CancellationToken cancellation)
        : this(plan, sampleScale, shape, OneOffMix.Usual, seed, mostPeople, cancellation)
    {
    }

    /// <summary>Makes a world in which not everybody takes part, and people look up other numbers beside their books.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sampleScale">How many blocks of the plan stand behind one whose people are simulated.</param>
    /// <param name="shape">How large books are.</param>
    /// <param name="oneOffs">Whom people look up once.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="mostPeople">About how many people take part, at most.</param>
    /// <param name="cancellation">Ends it early.</param>
    public World(PlanFigures plan, int sampleScale, BookShape shape, OneOffMix oneOffs, int seed, int mostPeople, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(oneOffs);
        (Seed, Shape) = (seed, shape);
        Numbers = new PlanNumbers(plan, seed);
        Sample = new BlockSample(Numbers, sampleScale);
        var graph = new ContactGraph(Numbers, Sample, shape, seed);
        People = HonestPeople.Create(Numbers, graph, shape, seed, mostPeople, cancellation);
        var inUse = new NumbersInUse(Numbers, Sample, seed);
        Schedule = new HonestSchedule(People, (place, random) => oneOffs.Draw(place, graph, inUse, Sample, random), seed);
        Coverage = new HonestCoverage(Numbers, Sample, Schedule, People.Length, seed);
    }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>How large books are.</summary>
    public BookShape Shape { get; }

    /// <summary>The plan.</summary>
    public PlanFigures Plan => Numbers.Plan;

    /// <summary>Which numbers are registered.</summary>
    public PlanNumbers Numbers { get; }

    /// <summary>The blocks whose people are simulated.</summary>
    public BlockSample Sample { get; }

    /// <summary>The people.</summary>
    public Person[] People { get; }

    /// <summary>When they ask for what.</summary>
    public HonestSchedule Schedule { get; }

    /// <summary>What they asked for.</summary>
    public HonestCoverage Coverage { get; }
}
