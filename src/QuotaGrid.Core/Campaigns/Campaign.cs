using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Campaigns;

/// <summary>Identities judged to enumerate together.</summary>
public sealed partial class Campaign
{
    /// <summary>The most members that are told apart; there may be more.</summary>
    public const int MaxMembers = 10_000;

    /// <summary>The most members whose names are kept: the first ones.</summary>
    public const int MaxNamed = 500;

    /// <summary>The most cohorts whose members are counted; of more, those that fewest belong to are forgotten.</summary>
    public const int MaxCohorts = 64;

    /// <summary>The most spans of blocks that are kept.</summary>
    public const int MaxSpans = 64;

    // A cohort that nearly every member belongs to makes what is done more exact, and misses few.
    private const double NearlyAll = 0.95;

    /// <summary>How long before the first conviction somebody may have come and still be new: puppets are made for a sweep.</summary>
    private static readonly TimeSpan NewWithin = TimeSpan.FromDays(1);

    private readonly Dictionary<ulong, Instant> _members = [];
    private readonly List<Identity> _named = [];
    private readonly List<SharedCohort> _cohorts = [];
    private readonly List<BlockSpan> _spans = [];

    internal Campaign(CampaignId id, Capability capability, Instant opened, Cohort? openedBy) => (Id, Capability, Opened, OpenedBy) = (id, capability, opened, openedBy);

    /// <summary>Its name.</summary>
    public CampaignId Id { get; }

    /// <summary>What is swept.</summary>
    public Capability Capability { get; }

    /// <summary>When it was seen that it is one.</summary>
    public Instant Opened { get; private set; }

    /// <summary>The cohort by which it was seen; null when it was by blocks that complement each other.</summary>
    public Cohort? OpenedBy { get; }

    /// <summary>The first conviction of a member.</summary>
    public Instant FirstConvicted { get; private set; } = new(long.MaxValue);

    /// <summary>When a member was convicted last that was none before.</summary>
    public Instant LastGrown { get; private set; }

    /// <summary>When a member was convicted last.</summary>
    public Instant LastConvicted { get; private set; }

    /// <summary>When it was closed; null while it is open.</summary>
    public Instant? Closed { get; private set; }

    /// <summary>Whether an operator pardoned it: nothing is done because of it.</summary>
    public bool IsPardoned { get; private set; }

    /// <summary>Until when at least others are contained, by an operator's word.</summary>
    public Instant ExtendedUntil { get; private set; }

    /// <summary>How many members there are, at most <see cref="MaxMembers"/>.</summary>
    public int Members => _members.Count;

    /// <summary>The first <see cref="MaxNamed"/> members.</summary>
    public IReadOnlyList<Identity> Named => _named;

    /// <summary>Where its members' targets lie, as far as they lie close together: at most <see cref="MaxSpans"/>.</summary>
    public IReadOnlyList<BlockSpan> Spans => _spans;

    /// <summary>The cohorts that chance does not explain, those with most members first.</summary>
    public ImmutableArray<SharedCohort> Cohorts => [.. _cohorts.Where(one => one.IsTelling(Members)).OrderByDescending(one => one.Members).ThenBy(one => one.Share)];

    /// <summary>What may be done about others, by what their policy says; null when nothing can be, because its members share no cohort that is theirs.</summary>
    public CohortContainment? Containment
    {
        get
        {
            var own = Cohorts.Where(one => one.IsOwn(Members)).Select(one => (Cohort?)one.Cohort).FirstOrDefault();
            if (IsPardoned || own is not { } first)
            {
                return null;
            }

            var all = _cohorts.Where(one => one.Cohort != first && one.Members >= NearlyAll * Members).OrderBy(one => one.Share).Select(one => one.Cohort);
            return new CohortContainment(Capability, [first, .. all.Take(CohortContainment.MaxCohorts - 1)], Opened)
            {
                Campaign = Id,
                Members = Members,
                LastGrown = LastGrown,
                NewSince = FirstConvicted - NewWithin,
                Until = ExtendedUntil,
            };
        }
    }

    /// <summary>Of an identity that is a member, when it was convicted last, as far as is known.</summary>
    internal Instant? ConvictedAt(ulong member) => _members.TryGetValue(member, out var at) ? at : null;

    /// <summary>Whether a conviction belongs to it.</summary>
    internal bool Fits(ConvictionNotice notice) =>
        notice.Cohorts.Any(cohort => _cohorts.Any(one => one.Cohort == cohort.Cohort && one.IsTelling(Members)))
        || notice.Blocks.Any(block => BlockSpan.IsSwept(block) && _spans.Any(span => span.IsNear(block.Region, block.Block, block.Block)));

    /// <summary>Takes up a conviction.</summary>
    internal void Add(ConvictionNotice notice)
    {
        var (member, at) = (KeyOf(notice.Identity), notice.Conviction.Since);
        LastConvicted = Later(LastConvicted, at);
        if (_members.TryGetValue(member, out var last))
        {
            _members[member] = Later(last, at);
            return;
        }

        if (Members == MaxMembers)
        {
            return;
        }

        _members.Add(member, at);
        LastGrown = Later(LastGrown, at);
        FirstConvicted = FirstConvicted < at ? FirstConvicted : at;
        if (_named.Count < MaxNamed)
        {
            _named.Add(notice.Identity);
        }

        foreach (var cohort in notice.Cohorts.DistinctBy(one => one.Cohort))
        {
            Count(new SharedCohort(cohort.Cohort, 1, cohort.Share, cohort.Identities));
        }

        foreach (var block in notice.Blocks.Where(BlockSpan.IsSwept))
        {
            Add(new BlockSpan(block.Region, block.Block, block.Block));
        }
    }

    /// <summary>Takes up all of another one.</summary>
    internal void Add(Campaign other)
    {
        foreach (var (member, at) in other._members)
        {
            if (Members < MaxMembers || _members.ContainsKey(member))
            {
                _members[member] = Later(_members.GetValueOrDefault(member), at);
            }
        }

        _named.AddRange(other._named.Except(_named).Take(MaxNamed - _named.Count).ToArray());
        other._cohorts.ForEach(Count);
        other._spans.ForEach(Add);
        (LastGrown, LastConvicted, ExtendedUntil) = (Later(LastGrown, other.LastGrown), Later(LastConvicted, other.LastConvicted), Later(ExtendedUntil, other.ExtendedUntil));
        (Opened, FirstConvicted) = (Opened < other.Opened ? Opened : other.Opened, FirstConvicted < other.FirstConvicted ? FirstConvicted : other.FirstConvicted);
    }

    internal void Close(Instant now) => Closed ??= now;

    internal void Pardon(Instant now)
    {
        IsPardoned = true;
        Close(now);
    }

    internal void Extend(Instant until) => ExtendedUntil = Later(ExtendedUntil, until);

    /// <summary>An identity as members are told apart by: the first 64 bits of its SHA-256.</summary>
    internal static ulong KeyOf(Identity identity) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(identity.Value)));

    private void Count(SharedCohort more)
    {
        var at = _cohorts.FindIndex(one => one.Cohort == more.Cohort);
        if (at >= 0)
        {
            var one = _cohorts[at];
            _cohorts[at] = one with { Members = Math.Min(Members, one.Members + more.Members), Share = Math.Min(one.Share, more.Share), Identities = more.Identities };
            return;
        }

        if (_cohorts.Count == MaxCohorts)
        {
            // Each puppet may have a network prefix of its own: what one has alone makes room for what they share.
            _cohorts.Remove(_cohorts.MinBy(one => one.Members));
        }

        _cohorts.Add(more);
    }

    private void Add(BlockSpan span)
    {
        // What lies between two spans may make them one.
        for (var at = _spans.FindIndex(one => one.IsNear(span.Region, span.First, span.Last)); at >= 0; at = _spans.FindIndex(one => one.IsNear(span.Region, span.First, span.Last)))
        {
            span = _spans[at].With(span.First, span.Last);
            _spans.RemoveAt(at);
        }

        if (_spans.Count < MaxSpans)
        {
            _spans.Add(span);
        }
    }

    private static Instant Later(Instant one, Instant other) => one > other ? one : other;
}
