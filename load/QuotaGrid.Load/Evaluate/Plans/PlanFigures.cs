namespace QuotaGrid.Load.Evaluate.Plans;

/// <summary>A numbering plan of blocks of 10,000 numbers, numbered from 0, some of them registered with the service.</summary>
/// <param name="Name">What it is called in figures.</param>
/// <param name="Blocks">Its blocks.</param>
/// <param name="Share">The mean registered share of a block.</param>
/// <param name="Concentration">
/// How alike the blocks are: a block's density is Beta(share x concentration, (1 - share) x concentration). At 1 it is U-shaped: many blocks nearly empty, some nearly full.
/// </param>
public sealed record PlanFigures(string Name, int Blocks, double Share, double Concentration)
{
    /// <summary>The numbers of a block.</summary>
    public const int BlockSize = 10_000;

    /// <summary>The most blocks of a region, which is what one grain would own.</summary>
    public const int RegionBlocks = 1_000;

    /// <summary>The United States (arXiv 2511.20252): 137.86 M of 505.73 M numbers.</summary>
    public static PlanFigures Us { get; } = new("us", 50_573, 0.2726, 1);

    /// <summary>Germany (arXiv 2511.20252): 74.6 M of 538.3 M numbers.</summary>
    public static PlanFigures De { get; } = new("de", 53_830, 0.1386, 1);

    /// <summary>
    /// A service that hardly anybody uses. With a concentration of 1 a thousandth of the blocks would be full and all others empty; at 500 a block has 0 to 60 registered numbers.
    /// </summary>
    public static PlanFigures Sparse { get; } = new("sparse", 50_000, 0.001, 500) { SampleDensity = 20 };

    /// <summary>How many times more of the plan's blocks are simulated: where a block has ten people, few blocks are no town.</summary>
    public int SampleDensity { get; init; } = 1;

    /// <summary>All plans of the exam.</summary>
    public static IReadOnlyList<PlanFigures> All { get; } = [Us, De, Sparse];

    /// <summary>How many numbers there are.</summary>
    public int Numbers => checked(Blocks * BlockSize);
}
