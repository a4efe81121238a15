using System.Diagnostics;

namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>Times one thread, then two at once that share nothing, in turns.</summary>
public static class ThreadRace
{
    /// <summary>Runs the race.</summary>
    /// <param name="make">Makes what a thread runs; called on that thread.</param>
    /// <param name="length">How long.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static ThreadTiming Run(Func<Contender> make, RunLength length, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(length);
        using var first = new RunThread(make);
        using var second = new RunThread(make);
        var requests = 1;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < length.WarmUp;)
        {
            cancellation.ThrowIfCancellationRequested();
            requests = Time(requests, first, second) < length.Run ? requests * 2 : requests;
        }

        var (one, two) = (new double[length.Rounds], new double[length.Rounds]);
        for (var round = 0; round < length.Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            one[round] = Time(requests, round % 2 == 0 ? first : second).TotalNanoseconds;
            two[round] = Time(requests, first, second).TotalNanoseconds;
        }

        return new ThreadTiming(one, two);
    }

    /// <summary>Runs threads at once, and says how long the slowest of them took.</summary>
    private static TimeSpan Time(int requests, params ReadOnlySpan<RunThread> threads)
    {
        using var line = new Barrier(threads.Length);
        foreach (var thread in threads)
        {
            thread.Start(requests, line);
        }

        var slowest = TimeSpan.Zero;
        foreach (var thread in threads)
        {
            thread.Join();
            slowest = thread.Elapsed > slowest ? thread.Elapsed : slowest;
        }

        return slowest;
    }
}
