using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <content>How much a lease should have, when the next one is asked for, and how one ends.</content>
public sealed partial class LeaseHolder
{
    // What was asked for lately is what comes in 0.72 s; so many times that as a lease has seconds is what comes in about three quarters of its length. The next one is asked for when there is less
    // left than for a quarter of it, or for as long as asking may take.
    private const double EnoughShare = 0.25;
    private const double LeastEnough = 1;
    private const double FewestRequests = 1.5;
    private const long ShortestLeaseNanos = 2 * Instant.NanosPerSecond;

    // The next lease is asked for so long before the end of one: this part of its length.
    private const int EndsPart = 5;

    private Demand _demand;
    private Permits _asked;
    private Permits _seenOfLease;
    private Permits _enough;
    private long _leaseNanos = ShortestLeaseNanos;

    // Without the lock: most identities have nothing to say most of the time, and all of them are asked. Half of a new value of what is enough may be seen: then this is looked at again in vain, or an interval later.
    private bool IsQuiet(Instant now) =>
        now.UnixNanos < Volatile.Read(ref _quietUntil) && Volatile.Read(ref _lease) is { } lease && Permits.Min(lease.Left, _enough) == _enough;

    private long RenewAt(Lease lease) => lease.Deadline.UnixNanos - (_leaseNanos / EndsPart);

    /// <summary>What a lease should have; none while a request comes only now and then, enough is left, or there is nothing to be had.</summary>
    private Permits Want(Instant now)
    {
        var left = default(Permits);
        if (_lease is { } lease)
        {
            left = lease.Left;
            _asked += lease.Granted - left - _seenOfLease;
            _seenOfLease = lease.Granted - left;
        }

        // Of a lease that nobody uses any more the end is waited for.
        var isEnding = _lease is null || (!_asked.IsNone && now.UnixNanos >= RenewAt(_lease));
        _demand.Add(_asked, now);
        _asked = default;
        var seconds = (double)_leaseNanos / Instant.NanosPerSecond;
        _enough = _demand.Times(Math.Max(LeastEnough, seconds * EnoughShare));
        return _terms.CanLend
            && _demand.Requests >= FewestRequests
            && (isEnding || !(_enough - left).IsNone)
            && _returned.Count + _lapsed.Count < LeaseBounds.MaxLeasesOut - 1
            && !(_denial is { } denial && now < denial.Until)
            ? _demand.Times(seconds)
            : default;
    }

    /// <summary>Ends the lease: nothing more is spent of it. While something that was lent on may come back it is not closed yet.</summary>
    private void EndLease(Instant now)
    {
        if (_lease is not { } lease)
        {
            return;
        }

        Volatile.Write(ref _lease, null);
        _quietUntil = 0;
        _asked += lease.Spent - _seenOfLease;
        _seenOfLease = default;
        if (now < lease.LentUntil)
        {
            _lapsed.Add(lease);
        }
        else
        {
            Close(lease);
        }
    }

    private void EndAll()
    {
        EndLease(new Instant(long.MaxValue));
        CloseLapsed(new Instant(long.MaxValue));
    }

    private void CloseLapsed(Instant now)
    {
        for (var i = _lapsed.Count - 1; i >= 0; i--)
        {
            if (now >= _lapsed[i].LentUntil)
            {
                Close(_lapsed[i]);
                _lapsed.RemoveAt(i);
            }
        }
    }

    /// <summary>Closes a lease. What is left of it is reported until the activation that charged it has heard so; to another one it says nothing.</summary>
    private void Close(Lease lease)
    {
        var spent = lease.Close();
        _spent += new UseCounts(spent.Requests, spent.Items, 0);
        if (lease.Epoch == _epoch)
        {
            _returned.Add(new LeaseReturn(lease.Number, spent));
        }
    }
}
