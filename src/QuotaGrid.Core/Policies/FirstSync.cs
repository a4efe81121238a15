namespace QuotaGrid.Core.Policies;

/// <summary>
/// That the burst of a novel limit, the first-sync allowance, is earned: it starts small and grows linearly to the limit's burst. JSON: <c>firstSync</c>.
/// </summary>
/// <param name="Burst">
/// The most permits that may be spent at once by an identity that was just seen first with the capability, 1 to the limit's <see cref="Limit.Burst"/>.
/// </param>
/// <param name="FullAfter">
/// How long after that the burst is the limit's, <see cref="PolicyBounds.MinFirstSyncGrowth"/> to <see cref="PolicyBounds.MaxFirstSyncGrowth"/>.
/// </param>
public sealed record FirstSync(long Burst, TimeSpan FullAfter);
