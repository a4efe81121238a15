using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>A lease that is out, as the grain that charged it keeps it.</summary>
/// <param name="number">The number of the report that it answered.</param>
/// <param name="granted">The permits that were charged.</param>
/// <param name="limits">How many limits the policy has.</param>
/// <param name="paid">What the identity's budgets paid of it.</param>
/// <param name="end">When nothing of it is expected back any more.</param>
internal sealed class LentPermits(long number, Permits granted, int limits, PaidPermits paid, Instant end)
{
    private readonly long[] _leastOwed = LeastOwedOf(limits);

    /// <summary>The number of the report that it answered.</summary>
    public long Number => number;

    /// <summary>The permits that were charged.</summary>
    public Permits Granted => granted;

    /// <summary>What the identity's budgets paid of it.</summary>
    public PaidPermits Paid => paid;

    /// <summary>When nothing of it is expected back any more.</summary>
    public Instant End => end;

    /// <summary>
    /// The least that each limit owed from when this was charged until the next lease was, in nanoseconds. The least of this and all later leases is the most that can be given back:
    /// without this lease the limit would have been full meanwhile, and a limit that is full gains nothing.
    /// </summary>
    public Span<long> LeastOwedNanos => _leastOwed;

    private static long[] LeastOwedOf(int limits)
    {
        var owed = new long[limits];
        Array.Fill(owed, long.MaxValue);
        return owed;
    }
}
