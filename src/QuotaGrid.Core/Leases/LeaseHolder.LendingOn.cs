using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <content>How permits of a lease are spent by others: a silo holds a budget's permits for the identities on it.</content>
public sealed partial class LeaseHolder
{
    /// <summary>Whether there are permits, of each kind as many.</summary>
    internal bool Has(Permits permits, Instant now) =>
        Volatile.Read(ref _lease) is { } lease && now < lease.Deadline && Permits.Min(lease.Left, permits) == permits;

    /// <summary>Spends as many permits of each kind as there are, up to a number of each. What there was too little of counts as asked for.</summary>
    /// <param name="most">The number of each.</param>
    /// <param name="now">The time.</param>
    /// <param name="taken">What was spent; none when there are no items or no requests.</param>
    /// <returns>The lease that they are of; null when there is none.</returns>
    internal Lease? TakeUpTo(Permits most, Instant now, out Permits taken)
    {
        var lease = Volatile.Read(ref _lease);
        taken = lease is not null && now < lease.Deadline ? lease.SpendUpTo(most) : default;
        if (taken != most)
        {
            lock (_gate)
            {
                _asked += most - taken;
            }
        }

        return taken.IsNone ? null : lease;
    }

    /// <summary>Whether the next report says that requests wait.</summary>
    public bool IsNeeded
    {
        get
        {
            lock (_gate)
            {
                return !_needed.IsNone;
            }
        }
    }

    /// <summary>Takes notice that a request waits for permits: the next report says so.</summary>
    public void Need(Permits permits)
    {
        lock (_gate)
        {
            (_needed, _quietUntil) = (_needed + permits, 0);
        }
    }

    /// <summary>The limit of which nothing is left, and for how many nanoseconds more; null when that is not known.</summary>
    internal (string Limit, long Nanos)? DenialAt(Instant now) =>
        Volatile.Read(ref _denial) is { Limit: { } limit } denial && now < denial.Until ? (limit, denial.Retry.UnixNanos - now.UnixNanos) : null;
}
