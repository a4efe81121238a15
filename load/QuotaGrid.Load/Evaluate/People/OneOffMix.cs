using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.People;

/// <summary>Whom people look up once, beside their books. Assumptions, not measurements: so there is another mix beside the usual one, and the exam is taken with both.</summary>
/// <param name="Name">What the mix is called in figures.</param>
/// <param name="Met">The share of numbers of people that somebody met: anybody of the own community or a linked one, also who is in no book.</param>
/// <param name="InUse">The share of numbers that are in use but not registered with the service (shops, landlines), which many people look up.</param>
/// <param name="Strangers">The share of numbers of anybody in the sample who is or was registered, wherever.</param>
/// <remarks>The rest is mistyped: any number at all.</remarks>
public sealed record OneOffMix(string Name, double Met, double InUse, double Strangers)
{
    /// <summary>Half are people that one met, 45 % shops and the like, 5 % mistyped.</summary>
    public static OneOffMix Usual { get; } = new("usual", 0.5, 0.45, 0);

    /// <summary>
    /// Nothing that is looked up once has anything to do with who does: 60 % strangers, 40 % any number. Within a month people would so look up most of the numbers that nobody has, which hides sweeps.
    /// </summary>
    public static OneOffMix AtRandom { get; } = new("oneoffs-at-random", 0, 0, 0.6);

    /// <summary>Draws a number.</summary>
    /// <param name="place">Who looks it up, a place in the graph.</param>
    /// <param name="graph">Who knows whom.</param>
    /// <param name="inUse">The sample's numbers that are in use and not registered.</param>
    /// <param name="sample">The blocks whose people are simulated.</param>
    /// <param name="random">The random numbers.</param>
    public int Draw(int place, ContactGraph graph, NumbersInUse inUse, BlockSample sample, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inUse);
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(random);
        var kind = random.Unit();
        return kind < Met ? graph.Meet(place, random)
            : kind < Met + InUse && inUse.Count > 0 ? inUse.Draw(random)
            : kind < Met + InUse + Strangers ? graph.NumberAt((int)random.Below(graph.Count))
            : sample.NumberAt((int)random.Below(sample.Numbers));
    }
}
