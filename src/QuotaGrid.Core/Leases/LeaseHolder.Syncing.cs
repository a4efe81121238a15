using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <content>What the holder and the grain tell each other.</content>
public sealed partial class LeaseHolder
{
    // Snapshots are written every few seconds, and counts are looked at as often: there is nothing to be gained by reporting more often than this, or than twice for each lease.
    private const long QuietNanos = Instant.NanosPerSecond;

    private readonly TargetLog _log = new();
    private readonly List<LeaseReturn> _returned = [];

    // Leases that are over but for what was lent on of them and may come back.
    private readonly List<Lease> _lapsed = [];

    // The report whose answer is waited for, 0 for none; only that answer is taken up.
    private long _awaited;
    private long _number;
    private Instant _sentAt;
    private long _sentStart;
    private long _sentEnd;
    private int _sentReturns;

    private Epoch _epoch;
    private long _epochSince;
    private long _mergedEnd;

    // Of leases that are over; what was denied here; and what of both together the grain has stored.
    private UseCounts _spent;
    private long _deniedRequests;
    private long _deniedItems;
    private UseCounts _durableCounts;

    private Permits _needed;

    // Until then there is nothing to say, as long as enough is left of the lease.
    private long _quietUntil;

    /// <summary>Whether no lease is out and everything that the grain has to know is durable there: the holder can be forgotten without loss.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_gate)
            {
                return _lease is null && _lapsed.Count == 0 && _returned.Count == 0 && _log.End == _log.Start && Counts() == _durableCounts;
            }
        }
    }

    /// <summary>Puts the holder under another policy: what is left of a lease under the old one goes back.</summary>
    public void Apply(LeaseTerms terms)
    {
        if (ReferenceEquals(terms, _terms))
        {
            return;
        }

        lock (_gate)
        {
            EndAll();
            Volatile.Write(ref _denial, null);
            Volatile.Write(ref _deniedNew, null);
            _terms = terms;
        }
    }

    /// <summary>Begins anew because others pay from now on: what is left of the lease goes back, and what was denied is asked about again.</summary>
    public void BeginAnew()
    {
        lock (_gate)
        {
            _awaited = 0;
            EndAll();
            Volatile.Write(ref _denial, null);
        }
    }

    /// <summary>Takes notice of a request that the grain decided: what it admitted is kept until it is durable, and what is asked for often is worth a lease.</summary>
    /// <param name="targets">The request's targets.</param>
    /// <param name="allowed">Those that the grain admitted.</param>
    /// <param name="now">The time.</param>
    /// <param name="aliases">The targets' other fingerprints while the cluster's secret changes; none when there is one secret only.</param>
    /// <returns>How many admitted targets could not be kept, because there are <see cref="LeaseBounds.MaxLoggedTargets"/>.</returns>
    public int OnDecided(ReadOnlySpan<Fingerprint> targets, ItemSet allowed, Instant now, ReadOnlySpan<Fingerprint> aliases = default)
    {
        lock (_gate)
        {
            var (added, dropped) = (0, 0);
            for (var i = 0; _terms.RemembersTargets && i < targets.Length; i++)
            {
                if (!allowed[i] || _recent.Contains(targets[i], now))
                {
                    continue;
                }

                if (_log.Room == 0)
                {
                    dropped++;
                    continue;
                }

                _log.Add(targets[i], paidBy: null, aliases.IsEmpty ? null : aliases[i]);
                _recent.Add(targets[i]);
                added++;
            }

            _asked += new Permits(targets.Length, 1, added);
            _quietUntil = 0;
            return dropped;
        }
    }

    /// <summary>The next report; null while the answer to the last one is waited for, and when there is nothing to say.</summary>
    /// <param name="now">The time; it is when the report is sent.</param>
    /// <param name="patience">How long the answer to a report is waited for before the next one takes its place.</param>
    /// <param name="always">Whether to report although there is nothing to say, because the message is sent in any case.</param>
    public SyncReport? NextReport(Instant now, TimeSpan patience, bool always = false)
    {
        if (!always && IsQuiet(now))
        {
            return null;
        }

        lock (_gate)
        {
            if (_awaited != 0 && now < _sentAt + patience)
            {
                return null;
            }

            _awaited = 0;
            if (_lease is { } lease && now >= lease.Deadline)
            {
                EndLease(now);
            }

            CloseLapsed(now);
            var wanted = Want(now);
            var isUrgent = !wanted.IsNone || !_needed.IsNone || _returned.Count > 0 || _log.End > _mergedEnd;
            var dueAt = _sentAt.UnixNanos + Math.Max(QuietNanos, _leaseNanos / 2);
            var isDue = now.UnixNanos >= dueAt && (_log.End > _log.Start || Counts() != _durableCounts);
            if (always || isUrgent || isDue)
            {
                return Report(wanted, now, isLast: false);
            }

            Volatile.Write(ref _quietUntil, _lease is { } open && _lapsed.Count == 0 ? Math.Min(dueAt, RenewAt(open)) : 0);
            return null;
        }
    }

    /// <summary>The last report: what is left of the lease goes back. Nothing is admitted here after it.</summary>
    public SyncReport LastReport(Instant now)
    {
        lock (_gate)
        {
            EndAll();
            return Report(default, now, isLast: true);
        }
    }

    /// <summary>Takes up an answer, unless it is to another report than the latest, or to one that was given up.</summary>
    public void OnReply(SyncReply reply, Instant now)
    {
        lock (_gate)
        {
            if (_awaited == 0 || reply.Number != _awaited)
            {
                return;
            }

            (_awaited, _quietUntil) = (0, 0);
            _leaseNanos = reply.LeaseNanos > 0 ? reply.LeaseNanos : _leaseNanos;
            if (reply.Epoch == _epoch)
            {
                _returned.RemoveRange(0, _sentReturns);
                _mergedEnd = _sentEnd;
            }
            else
            {
                BeginEpoch(reply);
            }

            _log.ForgetBefore(reply.DurablePosition);
            _durableCounts = UseCounts.Max(_durableCounts, reply.DurableCounts);
            RecogniseUntil(new Instant(_sentAt.UnixNanos + reply.KnownNanos), now);
            Volatile.Write(ref _denial, reply.DenyNanos > 0 ? DenialOf(reply.DenyNanos, Math.Max(reply.DenyNanos, reply.RetryNanos), reply.DenyLimit, now) : null);
            Volatile.Write(ref _deniedNew, reply.Novel is { } novel && KnownOf(novel) is { IsDefault: false } known
                ? new DeniedNew(DenialOf(novel.Nanos, novel.Nanos, novel.Limit, now), known, novel.Version)
                : null);
            if (!reply.Granted.IsNone)
            {
                EndLease(now);
                Volatile.Write(ref _lease, new Lease(reply.Number, reply.Epoch, reply.Granted, new Instant(_sentAt.UnixNanos + reply.LeaseNanos)));
            }
        }
    }

    private Denial DenialOf(long certainNanos, long retryNanos, string? limit, Instant now) =>
        new(new Instant(_sentAt.UnixNanos + certainNanos), new Instant(now.UnixNanos + retryNanos), limit);

    private ImmutableArray<uint> KnownOf(NovelDenial novel) =>
        !novel.Known.IsDefault ? novel.Known : _deniedNew is { } had && had.Version == novel.Version ? had.Known : default;

    /// <summary>
    /// Another activation answers. It gives back nothing that the last one charged, and knows nothing of what that one was told and did not store: if the report did not have all of that, the
    /// next one has.
    /// </summary>
    private void BeginEpoch(SyncReply reply)
    {
        _epoch = reply.Epoch;
        _epochSince = reply.Number;
        _returned.Clear();
        _lapsed.Clear();
        Volatile.Write(ref _deniedNew, null);
        _mergedEnd = _sentStart == _log.Start ? _sentEnd : _log.Start;
    }

    // While a bucket lasts its end is known better or worse, depending on how long the answer took, but never too late.
    private void RecogniseUntil(Instant deadline, Instant now)
    {
        if (now < _recent.Deadline)
        {
            _recent.EndBy(deadline);
        }
        else
        {
            Volatile.Write(ref _recent, new RecentTargets(deadline));
        }
    }

    private SyncReport Report(Permits wanted, Instant now, bool isLast)
    {
        _mergedEnd = Math.Max(_mergedEnd, _log.Start);
        (_awaited, _sentAt, _sentStart, _sentEnd, _sentReturns) = (++_number, now, _mergedEnd, _log.End, _returned.Count);
        var needed = _needed;
        _needed = default;
        return new SyncReport
        {
            Holder = _id,
            Number = _number,
            Plan = _terms.Policy.Plan,
            Epoch = _epoch,
            EpochSince = _epochSince,
            OpenLease = _lease is { } lease && lease.Epoch == _epoch ? lease.Number : 0,
            Returned = [.. _returned],
            Lapsed = [.. _lapsed.Select(lapsed => lapsed.Number)],
            Position = _mergedEnd,
            Targets = _log.From(_mergedEnd),
            DurablePosition = _log.Start,
            Counts = Counts(),
            DurableCounts = _durableCounts,
            Wanted = wanted,
            Needed = needed,
            IsLast = isLast,
            KnownVersion = _deniedNew?.Version ?? 0,
        };
    }

    private UseCounts Counts()
    {
        var open = _lease is { } lease ? lease.Spent : default;
        var (requests, items) = (Volatile.Read(ref _deniedRequests), Volatile.Read(ref _deniedItems));
        return _spent + new UseCounts(open.Requests + requests, open.Items + items, items);
    }
}
