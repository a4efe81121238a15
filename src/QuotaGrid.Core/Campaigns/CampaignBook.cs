using System.Collections.Immutable;
using System.Numerics;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Campaigns;

/// <summary>
/// Which of the convicted enumerate together, and what an operator ordered about cohorts. A conviction joins the campaign with which it shares a cohort that chance does not explain, or whose blocks its own complement: convicted of
/// asking for what nobody else asked for, in the same places. Several that belong together, and to no campaign, open one. Belongs to one grain.
/// </summary>
/// <remarks>The same convictions in the same order always make the same campaigns, and one that is told again changes nothing.</remarks>
public sealed partial class CampaignBook
{
    /// <summary>With how many identities that belong together a campaign opens.</summary>
    public const int LeastConvictions = 3;

    /// <summary>The most campaigns that are kept, closed ones among them. When there are so many the longest closed is forgotten, and while all are open no other opens.</summary>
    public const int MaxCampaigns = 100;

    /// <summary>The most convictions that wait for others; of more, the oldest are forgotten.</summary>
    public const int MaxWaiting = 1_000;

    /// <summary>The most cohorts about which an operator may have ordered something.</summary>
    public const int MaxOrders = 1_000;

    private readonly List<Campaign> _campaigns = [];
    private readonly List<ConvictionNotice> _waiting = [];
    private readonly Dictionary<(Capability Capability, Cohort Cohort), CohortContainment> _orders = [];
    private readonly List<CampaignChange> _changes = [];

    /// <summary>How long a conviction waits for others.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromDays(1);

    /// <summary>After how long without a conviction of a member a campaign is closed.</summary>
    public static TimeSpan Quiet { get; } = TimeSpan.FromDays(7);

    /// <summary>How long a closed campaign is kept: what is done because of it is over by then.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(90);

    /// <summary>The campaigns, those that opened first in front.</summary>
    public IReadOnlyList<Campaign> Campaigns => _campaigns;

    /// <summary>How many convictions wait for others.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>What is done about identities because of their cohorts, as of the last <see cref="Refresh"/>.</summary>
    public ImmutableArray<CohortContainment> Containments { get; private set; } = [];

    /// <summary>Another one as soon as <see cref="Containments"/> says something else.</summary>
    public long Version { get; private set; } = 1;

    /// <summary>Finds a campaign.</summary>
    public Campaign? Find(CampaignId id) => _campaigns.Find(one => one.Id == id);

    /// <summary>Takes up that an identity was convicted.</summary>
    /// <param name="notice">The conviction.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when it was told before.</returns>
    /// <exception cref="ArgumentException">There can be no such conviction; nothing was changed.</exception>
    public bool Tell(ConvictionNotice notice, Instant now)
    {
        if (!notice.IsPossible)
        {
            throw new ArgumentException("There can be no such conviction.", nameof(notice));
        }

        Forget(now);
        if (IsKnown(notice))
        {
            return false;
        }

        // Of the same identity only the latest one waits: one identity is no campaign.
        _waiting.RemoveAll(one => (one.Identity, one.Capability) == (notice.Identity, notice.Capability));
        var member = Campaign.KeyOf(notice.Identity);
        var fitting = Open(notice.Capability).Where(one => one.ConvictedAt(member) is not null || one.Fits(notice)).ToArray();
        if (fitting.Length > 0)
        {
            Join(notice, fitting);
            return true;
        }

        if (_waiting.Count == MaxWaiting)
        {
            _waiting.RemoveAt(0);
        }

        _waiting.Add(notice);
        OpenWith(notice, now);
        return true;
    }

    /// <summary>Closes and forgets what it is time for.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Forget(Instant now)
    {
        var forgotten = _waiting.RemoveAll(one => IsOver(one.Conviction.Since, Window, now));
        foreach (var campaign in _campaigns.Where(one => one.Closed is null && IsOver(one.LastConvicted, Quiet, now)))
        {
            forgotten++;
            campaign.Close(now);
            _changes.Add(new(CampaignChangeKind.Closed, campaign));
        }

        forgotten += _campaigns.RemoveAll(one => one.Closed is { } closed && IsOver(closed, Kept, now) && one.ExtendedUntil <= now);
        foreach (var over in _orders.Where(one => one.Value.Until <= now).Select(one => one.Key).ToArray())
        {
            forgotten++;
            _orders.Remove(over);
        }

        return forgotten > 0;
    }

    /// <summary>Ends what is done because of a campaign, and closes it. Its convictions open no other.</summary>
    /// <returns>The campaign; null when there is none. One that was pardoned before stays so.</returns>
    public Campaign? Pardon(CampaignId id, Instant now)
    {
        if (Find(id) is not { } campaign)
        {
            return null;
        }

        if (campaign.Closed is null)
        {
            _changes.Add(new(CampaignChangeKind.Closed, campaign));
        }

        campaign.Pardon(now);
        return campaign;
    }

    /// <summary>Lets what is done because of a campaign last until a time at least.</summary>
    /// <returns>False when there is none, or it was pardoned.</returns>
    public bool Extend(CampaignId id, Instant until)
    {
        if (Find(id) is not { IsPardoned: false } campaign)
        {
            return false;
        }

        campaign.Extend(until);
        return true;
    }

    /// <summary>Does something about all identities of a cohort, on an operator's order, which takes the place of an earlier one.</summary>
    /// <param name="capability">What they do.</param>
    /// <param name="cohort">The cohort.</param>
    /// <param name="action">What is done; null lets what was ordered before last longer.</param>
    /// <param name="until">Until when.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when there is nothing to let last longer, or <see cref="MaxOrders"/> are in force already.</returns>
    public bool Order(Capability capability, Cohort cohort, ContainmentAction? action, Instant until, Instant now)
    {
        Forget(now);
        var earlier = _orders.GetValueOrDefault((capability, cohort));
        if (earlier is null && (action is null || _orders.Count == MaxOrders))
        {
            return false;
        }

        _orders[(capability, cohort)] = action is { } ordered
            ? new CohortContainment(capability, [cohort], now) { Action = ordered, Until = until }
            : earlier! with { Until = until > earlier.Until ? until : earlier.Until };
        return true;
    }

    /// <summary>Ends what an operator ordered about a cohort.</summary>
    /// <returns>False when nothing was ordered.</returns>
    public bool Pardon(Capability capability, Cohort cohort) => _orders.Remove((capability, cohort));

    /// <summary>Works out what is done about identities because of their cohorts.</summary>
    /// <returns>Whether that is something else than before.</returns>
    public bool Refresh()
    {
        ImmutableArray<CohortContainment> containments = [.. _campaigns.Select(one => one.Containment).OfType<CohortContainment>(), .. _orders.Values];
        if (containments.AsSpan().SequenceEqual(Containments.AsSpan()))
        {
            return false;
        }

        (Containments, Version) = (containments, Version + 1);
        return true;
    }

    /// <summary>Hands out what became of campaigns since the last time.</summary>
    public IReadOnlyList<CampaignChange> TakeChanges()
    {
        var changes = _changes.ToArray();
        _changes.Clear();
        return changes;
    }

    private bool IsKnown(ConvictionNotice notice)
    {
        var (member, since) = (Campaign.KeyOf(notice.Identity), notice.Conviction.Since);
        return _campaigns.Any(one => one.Capability == notice.Capability && one.ConvictedAt(member) >= since)
            || _waiting.Any(one => (one.Identity, one.Capability) == (notice.Identity, notice.Capability) && one.Conviction.Since >= since);
    }

    private IEnumerable<Campaign> Open(Capability capability) => _campaigns.Where(one => one.Closed is null && one.Capability == capability);

    private void Join(ConvictionNotice notice, Campaign[] fitting)
    {
        // The oldest goes on; what the others know is known to it.
        var (campaign, before) = (fitting[0], fitting[0].Members);
        foreach (var other in fitting[1..])
        {
            campaign.Add(other);
            _campaigns.Remove(other);
            _changes.Add(new(CampaignChangeKind.Merged, campaign, other.Id));
        }

        campaign.Add(notice);
        Gather(campaign);
        if (BitOperations.Log2((uint)campaign.Members) > BitOperations.Log2((uint)before))
        {
            _changes.Add(new(CampaignChangeKind.Grown, campaign));
        }
    }

    /// <summary>Opens a campaign when a conviction that waits makes it clear that several belong together.</summary>
    private void OpenWith(ConvictionNotice notice, Instant now)
    {
        var waiting = _waiting.Where(one => one.Capability == notice.Capability).ToArray();
        var (cohort, together) = SharingCohort(notice, waiting);
        if (together.Length < LeastConvictions)
        {
            together = Complementing(notice, waiting);
        }

        if (together.Length < LeastConvictions || !MakeRoom())
        {
            return;
        }

        var first = together.MinBy(one => (one.Conviction.Since, one.Identity.Value))!;
        var campaign = new Campaign(CampaignId.Of(first.Capability, first.Identity, first.Conviction.Since), first.Capability, now, cohort);
        foreach (var one in together)
        {
            campaign.Add(one);
        }

        _waiting.RemoveAll(together.Contains);
        _campaigns.Add(campaign);
        Gather(campaign);
        _changes.Add(new(CampaignChangeKind.Opened, campaign));
    }

    /// <summary>Takes up what waits and belongs to a campaign, as long as there is any: each may show that another one does.</summary>
    private void Gather(Campaign campaign)
    {
        while (_waiting.Find(one => one.Capability == campaign.Capability && campaign.Fits(one)) is { } one)
        {
            campaign.Add(one);
            _waiting.Remove(one);
        }
    }

    private bool MakeRoom()
    {
        if (_campaigns.Count < MaxCampaigns)
        {
            return true;
        }

        return _campaigns.Where(one => one.Closed is not null).MinBy(one => one.Closed) is { } oldest && _campaigns.Remove(oldest);
    }

    private static (Cohort? Cohort, ConvictionNotice[] Together) SharingCohort(ConvictionNotice notice, ConvictionNotice[] waiting)
    {
        foreach (var shared in notice.Cohorts.OrderBy(one => one.Share))
        {
            var together = waiting.Where(one => one.Cohorts.Any(cohort => cohort.Cohort == shared.Cohort)).ToArray();
            if (together.Length >= LeastConvictions && Coincidence.IsExcluded(together.Length, waiting.Length, shared.Share))
            {
                return (shared.Cohort, together);
            }
        }

        return (null, []);
    }

    /// <summary>All that wait and are linked to a conviction by blocks near each other.</summary>
    private static ConvictionNotice[] Complementing(ConvictionNotice notice, ConvictionNotice[] waiting)
    {
        List<ConvictionNotice> linked = [notice];
        var others = waiting.Where(one => !ReferenceEquals(one, notice)).ToList();
        for (var i = 0; i < linked.Count; i++)
        {
            var near = others.FindAll(one => AreNear(one, linked[i]));
            others.RemoveAll(near.Contains);
            linked.AddRange(near);
        }

        return [.. linked];
    }

    private static bool AreNear(ConvictionNotice one, ConvictionNotice other) =>
        one.Blocks.Where(BlockSpan.IsSwept).Any(block => other.Blocks.Any(near => BlockSpan.IsSwept(near) && BlockSpan.AreNear(block, near)));

    private static bool IsOver(Instant since, TimeSpan after, Instant now) => now.UnixNanos - since.UnixNanos >= after.Ticks * Instant.NanosPerTick;
}
