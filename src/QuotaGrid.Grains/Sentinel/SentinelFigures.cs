using System.Collections.Immutable;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Grains.Sentinel;

/// <summary>What there is to measure of campaigns, as of one moment.</summary>
/// <param name="Campaigns">Open campaigns, and their members, of each capability.</param>
/// <param name="Containments">How much is done about cohorts: by whom, what, and whether it is carried out.</param>
internal sealed record SentinelFigures(
    ImmutableArray<(Capability Capability, int Campaigns, int Members)> Campaigns,
    ImmutableArray<(bool IsByCampaign, ContainmentAction Action, Stage Stage, int Count)> Containments)
{
    /// <summary>Nothing.</summary>
    public static readonly SentinelFigures None = new([], []);

    /// <summary>Takes them.</summary>
    public static SentinelFigures Of(CampaignBook book, PolicySet? policies, Instant now) => new(
        [.. book.Campaigns.Where(one => one.Closed is null).GroupBy(one => one.Capability).Select(group => (group.Key, group.Count(), group.Sum(one => one.Members)))],
        [.. book.Containments
            .SelectMany(one => (policies?.Policies ?? []).Where(policy => policy.Capability == one.Capability && policy.Detection is not null)
                .Select(policy => one.For(policy.Detection!, now))
                .Where(done => done.IsInForce(now))
                .OrderByDescending(done => (done.Stage, done.Action))
                .Take(1))
            .GroupBy(done => (IsByCampaign: done.By!.Campaign is not null, done.Action, done.Stage))
            .Select(group => (group.Key.IsByCampaign, group.Key.Action, group.Key.Stage, group.Count()))]);
}
