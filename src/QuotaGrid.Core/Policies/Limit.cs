namespace QuotaGrid.Core.Policies;

/// <summary>One rule of a policy.</summary>
/// <param name="Name">The limit's name, unique within its policy. Form: <see cref="Problems.Name"/>.</param>
/// <param name="Kind">What is counted.</param>
/// <param name="Unit">What one permit pays for. <see cref="LimitUnit.Items"/>, except for velocity limits of unit requests and in-flight limits.</param>
/// <param name="Quota">
/// Permits per <paramref name="Period"/>, or for a distinct limit the most different targets within it. 1 to
/// <see cref="PolicyBounds.MaxQuota"/>. For an in-flight limit the most requests at once, 1 to <see cref="PolicyBounds.MaxInFlight"/>.
/// </param>
/// <param name="Period">
/// The time in which the whole quota refills (velocity and novel; JSON <c>period</c>), or the length of the sliding window
/// (distinct; JSON <c>window</c>), or how long a request's permit lasts that is neither released nor renewed (in-flight; JSON <c>lease</c>).
/// </param>
/// <param name="Burst">
/// The most permits that may be spent at once, 1 to <see cref="PolicyBounds.MaxBurst"/>. Equal to <paramref name="Quota"/> for a
/// distinct or in-flight limit.
/// </param>
public sealed record Limit(string Name, LimitKind Kind, LimitUnit Unit, long Quota, TimeSpan Period, long Burst)
{
    /// <summary>How <see cref="Burst"/> is earned, or null when it is there from the start. Novel limits only.</summary>
    public FirstSync? FirstSync { get; init; }

    /// <summary>The limit of one of several gateways: quota and burst divided by their number, at least 1.</summary>
    internal Limit SharedBy(int gateways) => this with
    {
        Quota = Math.Max(1, Quota / gateways),
        Burst = Math.Max(1, Burst / gateways),
        FirstSync = FirstSync is { } first ? first with { Burst = Math.Clamp(first.Burst / gateways, 1, Math.Max(1, Burst / gateways)) } : null,
    };
}
