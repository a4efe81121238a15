namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>The memory of what is alive.</summary>
public static class HeapBytes
{
    /// <summary>The bytes of all living objects, after everything else was collected.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>The bytes that stay alive through what is made.</summary>
    /// <param name="make">Makes it.</param>
    /// <param name="made">What was made.</param>
    public static long Of<T>(Func<T> make, out T made)
    {
        ArgumentNullException.ThrowIfNull(make);
        var before = Settled();
        made = make();
        var bytes = Settled() - before;
        GC.KeepAlive(made);
        return bytes;
    }
}
