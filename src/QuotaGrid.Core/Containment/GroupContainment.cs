using Orleans;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <summary>What is done about one identity because of cohorts that it shares. The default is nothing.</summary>
/// <param name="By">By what; null when nothing is done.</param>
/// <param name="Action">What.</param>
/// <param name="Stage">Whether it is carried out.</param>
/// <param name="Until">Until when.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.GroupContainment")]
public readonly record struct GroupContainment(
    [property: Id(0)] CohortContainment? By, [property: Id(1)] ContainmentAction Action, [property: Id(2)] Stage Stage, [property: Id(3)] Instant Until)
{
    /// <summary>Whether something is done now, or in the shadow stage would be.</summary>
    public bool IsInForce(Instant now) => By is not null && now < Until;

    /// <summary>What is done now.</summary>
    public ContainmentAction ActionAt(Instant now) => Stage == Stage.Enforced && IsInForce(now) ? Action : ContainmentAction.None;
}
