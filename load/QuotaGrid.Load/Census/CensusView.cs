using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Census;

/// <summary>What can be seen of a running census.</summary>
/// <param name="Clock">The run's time.</param>
/// <param name="Duration">How long the attack lasts.</param>
/// <param name="Attack">The attackers' counts.</param>
/// <param name="Honest">The honest people's counts.</param>
public sealed record CensusView(RunClock Clock, TimeSpan Duration, GroupTally Attack, GroupTally Honest);
