namespace QuotaGrid.Load.Verbs;

/// <summary>The time of one run, from its start. Monotonic.</summary>
public sealed class RunClock
{
    private readonly long _start;

    /// <summary>Starts now.</summary>
    public RunClock(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Time { get; }

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_start);

    /// <summary>Waits until a moment of the run; not at all when it has passed.</summary>
    public async Task UntilAsync(TimeSpan moment, CancellationToken cancellation)
    {
        var wait = moment - Elapsed;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, Time, cancellation);
        }
    }
}
