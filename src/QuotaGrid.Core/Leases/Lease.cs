using System.Diagnostics;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// Permits that are paid for, until a deadline. Spent by any number of threads at once, without a lock: what is left of all three kinds is one number of 64 bits.
/// </summary>
internal sealed class Lease
{
    private const int Bits = 21;
    private const ulong Mask = Permits.Most;

    // Nothing is left, and nothing comes back any more.
    private const ulong Closed = 1UL << 63;

    private ulong _left;
    private long _lentUntil = long.MinValue;

    /// <summary>Takes up a lease.</summary>
    public Lease(long number, Epoch epoch, Permits granted, Instant deadline)
    {
        (Number, Epoch, Granted, Deadline) = (number, epoch, granted, deadline);
        _left = Pack(granted);
    }

    /// <summary>The number of the report that it answered.</summary>
    public long Number { get; }

    /// <summary>The activation that charged it.</summary>
    public Epoch Epoch { get; }

    /// <summary>The permits that it had.</summary>
    public Permits Granted { get; }

    /// <summary>When nothing of it may be spent any more.</summary>
    public Instant Deadline { get; }

    /// <summary>Until when permits of it that were lent on may come back.</summary>
    public Instant LentUntil => new(Volatile.Read(ref _lentUntil));

    /// <summary>What is left.</summary>
    public Permits Left => Unpack(Volatile.Read(ref _left));

    /// <summary>What was spent so far.</summary>
    public Permits Spent => Granted - Left;

    /// <summary>Spends permits of all kinds or of none.</summary>
    /// <returns>False when there are too few of one, or the lease is closed.</returns>
    public bool TrySpend(Permits cost)
    {
        Debug.Assert(cost.Items > 0, "A closed lease is known by having no items.");
        var price = Pack(cost);
        while (true)
        {
            var left = Volatile.Read(ref _left);
            if ((left & Mask) < (price & Mask)
                || ((left >> Bits) & Mask) < ((price >> Bits) & Mask)
                || ((left >> (2 * Bits)) & Mask) < price >> (2 * Bits))
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _left, left - price, left) == left)
            {
                return true;
            }
        }
    }

    /// <summary>Spends as many permits of each kind as there are, up to a number of each.</summary>
    /// <returns>What was spent; none when there are no items or no requests.</returns>
    public Permits SpendUpTo(Permits most)
    {
        while (true)
        {
            var left = Volatile.Read(ref _left);
            var spent = Permits.Min(Unpack(left), most);
            if (spent.Items == 0 || spent.Requests == 0)
            {
                return default;
            }

            if (Interlocked.CompareExchange(ref _left, left - Pack(spent), left) == left)
            {
                return spent;
            }
        }
    }

    /// <summary>Puts back what was spent and turned out not to be needed. Nothing happens once the lease is closed.</summary>
    /// <param name="unused">At most what was spent of each kind.</param>
    public void PutBack(Permits unused)
    {
        while (true)
        {
            var left = Volatile.Read(ref _left);
            if ((left & Closed) != 0 || Interlocked.CompareExchange(ref _left, left + Pack(unused), left) == left)
            {
                return;
            }
        }
    }

    /// <summary>Takes notice that permits of it were lent on, and may come back until a time.</summary>
    public void LendUntil(Instant end)
    {
        var until = Volatile.Read(ref _lentUntil);
        while (end.UnixNanos > until && Interlocked.CompareExchange(ref _lentUntil, end.UnixNanos, until) is var found && found != until)
        {
            until = found;
        }
    }

    /// <summary>Ends the lease: nothing can be spent or put back from now on.</summary>
    /// <returns>What was spent.</returns>
    public Permits Close() => Granted - Unpack(Interlocked.Exchange(ref _left, Closed));

    private static ulong Pack(Permits permits) =>
        (uint)permits.Items | ((ulong)(uint)permits.Requests << Bits) | ((ulong)(uint)permits.Novel << (2 * Bits));

    private static Permits Unpack(ulong left) => new((int)(left & Mask), (int)((left >> Bits) & Mask), (int)((left >> (2 * Bits)) & Mask));
}
