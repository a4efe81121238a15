using Orleans;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Decisions;

/// <summary>Where one limit stands after a decision.</summary>
/// <param name="Name">The limit's name in its policy.</param>
/// <param name="Kind">What it counts.</param>
/// <param name="Quota">Permits gained per window, or for a distinct limit the most different targets within it, or for an in-flight limit the most requests at once.</param>
/// <param name="Window">The period of the quota, or the window of a distinct limit, or the lease of an in-flight limit.</param>
/// <param name="Remaining">Permits left now.</param>
/// <param name="ResetAfter">How long until <paramref name="Remaining"/> grows if nothing is asked for, nor released; zero when it is full.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.LimitStatus")]
public sealed record LimitStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] LimitKind Kind,
    [property: Id(2)] long Quota,
    [property: Id(3)] TimeSpan Window,
    [property: Id(4)] long Remaining,
    [property: Id(5)] TimeSpan ResetAfter);
