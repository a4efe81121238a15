using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Census;

/// <summary>What a census counted.</summary>
/// <param name="Settings">What it was made of.</param>
/// <param name="Country">The country's numbers.</param>
/// <param name="Elapsed">How long it took, until the last answer.</param>
/// <param name="Attack">The attackers' counts.</param>
/// <param name="Honest">The honest people's counts.</param>
/// <param name="Attackers">Each attacker's own counts.</param>
/// <param name="People">Each person's own counts.</param>
public sealed record CensusResult(
    CensusSettings Settings,
    CountryFigures Country,
    TimeSpan Elapsed,
    GroupTally Attack,
    GroupTally Honest,
    IReadOnlyList<LookupClient> Attackers,
    IReadOnlyList<LookupClient> People);
