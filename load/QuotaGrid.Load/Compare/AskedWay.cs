using System.Diagnostics;

namespace QuotaGrid.Load.Compare;

/// <summary>Decisions that somebody else is asked for, so many of them on their way at a time.</summary>
/// <param name="outstanding">How many.</param>
/// <param name="decide">Asks for the nth decision, and waits for it.</param>
internal sealed class AskedWay(int outstanding, Func<long, Task> decide)
{
    /// <summary>Measures.</summary>
    public async Task<CompareTiming> MeasureAsync(TimeSpan span)
    {
        var samples = Enumerable.Range(0, outstanding).Select(_ => new LatencySamples()).ToArray();
        var (began, decided) = (Stopwatch.GetTimestamp(), 0L);
        await Task.WhenAll(samples.Select((sample, i) => Task.Run(async () =>
        {
            for (var n = i * 7_919L; Stopwatch.GetElapsedTime(began) < span; n++)
            {
                var at = Stopwatch.GetTimestamp();
                await decide(n);
                sample.Add(at);
                Interlocked.Increment(ref decided);
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new CompareTiming(decided / seconds, LatencySamples.PercentileOf(samples, 0.5), LatencySamples.PercentileOf(samples, 0.99), 0, 0);
    }
}
