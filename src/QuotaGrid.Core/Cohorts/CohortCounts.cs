using Orleans;

namespace QuotaGrid.Core.Cohorts;

/// <summary>What a silo counted of one cohort. Counts only grow, so what comes late, twice or out of order is told by being no more than what came before.</summary>
/// <param name="Members">Identities that came with it, each once in a <see cref="CohortLedger.Window"/>.</param>
/// <param name="Convicted">Those of them that were convicted of sweeping.</param>
/// <param name="Spent">What new members took of the first-sync credit, in <see cref="FirstSyncCredit.UnitsPerTarget"/>.</param>
/// <param name="Earned">What they gave back, in the same.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.CohortCounts")]
public readonly record struct CohortCounts([property: Id(0)] long Members, [property: Id(1)] long Convicted, [property: Id(2)] long Spent, [property: Id(3)] long Earned)
{
    // Far more than there is, and far from overflow.
    private const long Most = 1L << 52;

    /// <summary>Whether a silo can have counted so; what came over the wire may not be.</summary>
    public bool IsPossible => IsCount(Members) && IsCount(Convicted) && IsCount(Spent) && IsCount(Earned);

    /// <summary>How much more it is than another one, of each count: 0 where it is not.</summary>
    public CohortCounts Beyond(in CohortCounts other) => new(
        Math.Max(0, Members - other.Members), Math.Max(0, Convicted - other.Convicted), Math.Max(0, Spent - other.Spent), Math.Max(0, Earned - other.Earned));

    /// <summary>The sum.</summary>
    public static CohortCounts operator +(in CohortCounts one, in CohortCounts other) =>
        new(one.Members + other.Members, one.Convicted + other.Convicted, one.Spent + other.Spent, one.Earned + other.Earned);

    private static bool IsCount(long count) => count is >= 0 and <= Most;
}
