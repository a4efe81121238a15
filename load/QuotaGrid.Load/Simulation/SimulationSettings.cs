namespace QuotaGrid.Load.Simulation;

/// <summary>Which runs a simulation makes.</summary>
/// <param name="FirstSeed">The first seed; the others follow.</param>
/// <param name="Seeds">The most runs.</param>
/// <param name="Longest">How long to go on making them.</param>
public sealed record SimulationSettings(int FirstSeed, int Seeds, TimeSpan Longest)
{
    /// <summary>The runs without any option.</summary>
    public const int FullSeeds = 20_000;

    /// <summary>The runs that <c>--quick</c> makes.</summary>
    public const int QuickSeeds = 2_000;
}
