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
/// <param name="PeopleUnfinished">The people whose last sync was not over when the run was ended.</param>
public sealed record CensusResult(
    CensusSettings Settings,
    CountryFigures Country,
    TimeSpan Elapsed,
    GroupTally Attack,
    GroupTally Honest,
    IReadOnlyList<LookupClient> Attackers,
    IReadOnlyList<LookupClient> People,
    int PeopleUnfinished)
{
    /// <summary>The share of the country's registered numbers that the attack has read, from 0 to 1.</summary>
    public double ShareRead => (double)Attack.Counts.RegisteredAnswered / Country.Registered;

    /// <summary>The share that the same attack would have read in the same time if nothing had limited it, from 0 to 1.</summary>
    public double ShareAsked => (double)Attack.Counts.RegisteredAsked / Country.Registered;
}
