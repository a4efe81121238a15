using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// The gateway's side of a lease: one identity and capability in one gateway process. Spends permits that are paid for, and keeps what the identity's grain has to know. Safe for
/// concurrent use; a request for targets that were admitted before takes no lock.
/// </summary>
/// <remarks>
/// Times are of the holder's own clock, which must not go backwards. A target is new unless this holder admitted it a short while ago: that is never fewer than are new to the identity, so it never
/// lets in more, and the grain gives back what was known to it.
/// </remarks>
public sealed partial class LeaseHolder
{
    private readonly Lock _gate = new();
    private readonly HolderId _id;
    private LeaseTerms _terms;
    private Lease? _lease;
    private RecentTargets _recent = new(default);
    private Denial? _denial;
    private DeniedNew? _deniedNew;

    /// <summary>Begins with nothing: the first request asks the grain.</summary>
    public LeaseHolder(HolderId id, LeaseTerms terms) => (_id, _terms) = (id, terms);

    /// <summary>Whether the grain decides about everything that is not recent here: it may know a target by a fingerprint that the holder does not have. Default: no.</summary>
    public bool AsksAboutNew { get; init; }

    /// <summary>The policy that the holder decides by.</summary>
    public LeaseTerms Terms => _terms;

    /// <summary>What is left of the lease.</summary>
    public Permits Left => Volatile.Read(ref _lease)?.Left ?? default;

    /// <summary>Where limits stand that a grain told of, with what is left of the lease, which is there too.</summary>
    public ImmutableArray<LimitStatus> WithLeft(ImmutableArray<LimitStatus> limits)
    {
        var left = Left;
        return left.IsNone ? limits : [.. limits.Select(limit => limit with { Remaining = limit.Remaining + _terms.OfLimit(limit.Name, left) })];
    }

    /// <summary>Decides a request that may be admitted in part, if that is possible here.</summary>
    /// <param name="targets">The targets, 1 or more.</param>
    /// <param name="now">The time.</param>
    public LocalAnswer TryDecide(ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        // 1. Is there a lease?
        var lease = Volatile.Read(ref _lease);
        if (lease is null || now >= lease.Deadline)
        {
            return DenyOrAsk(targets, now);
        }

        // 2. Is every target one that was paid for?
        if (_terms.RemembersTargets && !AreRecent(targets, now))
        {
            return TrySpendOnNew(lease, targets, now) ? LocalAnswer.Admitted : DenyOrAsk(targets, now);
        }

        // 3. Then it costs what every request costs.
        return lease.TrySpend(new Permits(targets.Length, 1, 0)) ? LocalAnswer.Admitted : DenyOrAsk(targets, now);
    }

    private bool AreRecent(ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        var recent = Volatile.Read(ref _recent);
        foreach (var target in targets)
        {
            if (!recent.Contains(target, now))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Pays a novel permit for each target that is not recent. Two threads that bring the same target at once do so one after the other, so that one of them pays.</summary>
    private bool TrySpendOnNew(Lease lease, ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        if (!_terms.CanLendNovel || AsksAboutNew)
        {
            return false;
        }

        lock (_gate)
        {
            // Paid for a short while ago by another thread, or for a moment not recent because the bucket ended: the grain gives back what is paid twice.
            if (targets.Length == 1)
            {
                return TrySpendOn(lease, targets.Length, _recent.Contains(targets[0], now) ? [] : targets);
            }

            var news = new HashSet<Fingerprint>();
            foreach (var target in targets)
            {
                if (!_recent.Contains(target, now))
                {
                    news.Add(target);
                }
            }

            return TrySpendOn(lease, targets.Length, [.. news]);
        }
    }

    private bool TrySpendOn(Lease lease, int items, ReadOnlySpan<Fingerprint> news)
    {
        if (news.Length > _log.Room || !lease.TrySpend(new Permits(items, 1, _terms.ChargesNovel ? news.Length : 0)))
        {
            return false;
        }

        foreach (var target in news)
        {
            _log.Add(target, lease);
            _recent.Add(target);
            _quietUntil = 0;
        }

        return true;
    }

    /// <summary>Without permits: denies for as long as the grain said that there are none, for anything or for what is new.</summary>
    private LocalAnswer DenyOrAsk(ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        if (Volatile.Read(ref _denial) is { } denial && now < denial.Until)
        {
            return Deny(targets.Length, denial, now);
        }

        return !AsksAboutNew && Volatile.Read(ref _deniedNew) is { } news && now < news.Denial.Until && AreNew(targets, news.Known) ? Deny(targets.Length, news.Denial, now) : LocalAnswer.Ask;
    }

    private LocalAnswer Deny(int items, Denial denial, Instant now)
    {
        Interlocked.Increment(ref _deniedRequests);
        Interlocked.Add(ref _deniedItems, items);
        return new LocalAnswer(LocalAnswerKind.Denied, denial.Retry.UnixNanos - now.UnixNanos, denial.Limit);
    }

    private static bool AreNew(ReadOnlySpan<Fingerprint> targets, ImmutableArray<uint> known)
    {
        foreach (var target in targets)
        {
            if (known.AsSpan().BinarySearch(target.Token) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Nothing is left.</summary>
    /// <param name="Until">As long as that is certain: counted from when the report was sent.</param>
    /// <param name="Retry">When asking again is of use: counted from when the answer came, so that who waits for it is not asked to wait again.</param>
    /// <param name="Limit">The limit.</param>
    private sealed record Denial(Instant Until, Instant Retry, string? Limit);

    /// <summary>Nothing that is new is admitted.</summary>
    /// <param name="Denial">Until when, and by which limit.</param>
    /// <param name="Known">The tokens of all that is not new, in ascending order.</param>
    /// <param name="Version">Which those are.</param>
    private sealed record DeniedNew(Denial Denial, ImmutableArray<uint> Known, long Version);
}
