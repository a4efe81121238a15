namespace QuotaGrid.Load.Faults.Audit;

/// <summary>What was noted of a run beside what its gateways logged.</summary>
public sealed class FaultTimes
{
    /// <summary>When the fault began, by the clock that gateways log by; null when nothing was done.</summary>
    public long? FaultNanos { get; set; }

    /// <summary>How long it took until the silo was declared dead; null when it was not, or was not looked for.</summary>
    public TimeSpan? Declared { get; set; }

    /// <summary>How many silos were declared dead that should not have been; null when they were not counted.</summary>
    public long? Evicted { get; set; }
}
