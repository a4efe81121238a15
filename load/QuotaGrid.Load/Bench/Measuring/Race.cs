using System.Diagnostics;

namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>
/// Times contenders beside each other: each round runs each of them once, beginning with another one each time, so that what else the
/// machine does in a round hits all of them.
/// </summary>
public static class Race
{
    // A method is compiled for good after 30 calls, in the background.
    private const int MinWarmUpRuns = 40;

    /// <summary>Runs the race.</summary>
    /// <param name="contenders">Who takes part.</param>
    /// <param name="length">How long.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The timings, in the contenders' order.</returns>
    /// <exception cref="InvalidOperationException">A contender did not admit everything.</exception>
    public static IReadOnlyList<Timing> Run(IReadOnlyList<Contender> contenders, RunLength length, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        ArgumentNullException.ThrowIfNull(length);
        var requests = new int[contenders.Count];
        for (var i = 0; i < contenders.Count; i++)
        {
            WarmUp(contenders[i], length, cancellation);
            requests[i] = FindRequests(contenders[i], length.Run);
        }

        var nanos = contenders.Select(_ => new double[length.Rounds]).ToArray();
        var bytes = new long[contenders.Count];
        for (var round = 0; round < length.Rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                cancellation.ThrowIfCancellationRequested();
                var i = (round + turn) % contenders.Count;
                var (elapsed, allocated) = Time(contenders[i], requests[i]);
                nanos[i][round] = elapsed.TotalNanoseconds / ((double)requests[i] * contenders[i].ItemsPerRequest);
                bytes[i] += allocated;
            }
        }

        return [.. contenders.Select((contender, i) =>
            new Timing(contender.Name, nanos[i], (double)bytes[i] / ((double)requests[i] * length.Rounds)))];
    }

    private static void WarmUp(Contender contender, RunLength length, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var requests = 1;
        for (var run = 0; run < MinWarmUpRuns || Stopwatch.GetElapsedTime(started) < length.WarmUp; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (elapsed, _) = Time(contender, requests);
            requests = elapsed < length.Run / 8 ? Larger(contender, requests) : requests;
        }
    }

    private static int FindRequests(Contender contender, TimeSpan length)
    {
        var requests = 1;
        while (Time(contender, requests).Elapsed < length && requests < contender.MaxRequests)
        {
            requests = Larger(contender, requests);
        }

        return requests;
    }

    private static int Larger(Contender contender, int requests) => (int)Math.Min(contender.MaxRequests, requests * 2L);

    private static (TimeSpan Elapsed, long Allocated) Time(Contender contender, int requests)
    {
        contender.Prepare();

        // What others left behind is not this one's to collect.
        GC.Collect(0);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var admitted = contender.Run(requests);
        var elapsed = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return admitted == (long)requests * contender.ItemsPerRequest
            ? (elapsed, allocated)
            : throw new InvalidOperationException(
                $"{contender.Name} admitted {admitted} of {requests} x {contender.ItemsPerRequest} items; what was timed is not what is reported.");
    }
}
