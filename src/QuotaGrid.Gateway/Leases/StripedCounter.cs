namespace QuotaGrid.Gateway.Leases;

/// <summary>Counts from many threads without their getting in each other's way: each processor has a place of its own, on a cache line of its own.</summary>
internal sealed class StripedCounter
{
    // 128 bytes apart, because processors fetch lines in pairs.
    private const int Apart = 16;

    private readonly long[] _counts = new long[(Environment.ProcessorCount + 1) * Apart];

    /// <summary>The sum.</summary>
    public long Total
    {
        get
        {
            var total = 0L;
            for (var i = Apart; i < _counts.Length; i += Apart)
            {
                total += Volatile.Read(ref _counts[i]);
            }

            return total;
        }
    }

    /// <summary>Counts one.</summary>
    public void Increment() => Interlocked.Increment(ref _counts[((Thread.GetCurrentProcessorId() % Environment.ProcessorCount) + 1) * Apart]);
}
