using QuotaGrid.Core.Targets;

namespace QuotaGrid.Load.Errors;

/// <summary>Makes all runs, on all cores, and sets what they measured beside the theory.</summary>
public static class ErrorMeasurement
{
    // Sums are made in parts of so many runs and added in order, so that the cores do not decide about the last digit.
    private const int PartRuns = 50;

    // Few targets hardly ever share a cell, and only then is a count wrong. With 100 such events the measured error is known to 5 %.
    private const double TellableEvents = 100;

    // n targets share a cell n (n - 1) / 6,144 times: two share a register with probability 1 / 1,024, and a level with 1 / 3.
    private const double PairsPerEvent = 6 * TargetSketch.Registers;

    /// <summary>Measures the error of every window, and then that of every batch of new targets.</summary>
    public static IReadOnlyList<ErrorPoint> Make(ErrorSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var parts = new (ErrorTally[] Windows, ErrorTally[] Novel)[(settings.Runs + PartRuns - 1) / PartRuns];
        Parallel.For(0, parts.Length, new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, part =>
        {
            parts[part] = (Tallies(ErrorPlan.Windows.Count), Tallies(ErrorPlan.NovelMoments.Count));
            for (var run = part * PartRuns; run < Math.Min(settings.Runs, (part + 1) * PartRuns); run++)
            {
                cancellation.ThrowIfCancellationRequested();
                ErrorRun.Make(settings.Seed, run, parts[part].Windows, parts[part].Novel);
            }
        });

        return
        [
            .. ErrorPlan.Windows.Select((window, i) => Point(settings, window, Sum(parts.Select(part => part.Windows[i])))),
            .. ErrorPlan.NovelMoments.Select((moment, i) => NovelPoint(moment, Sum(parts.Select(part => part.Novel[i])))),
        ];
    }

    /// <summary>
    /// The relative standard error of a batch of new targets that is counted by weights: each of them adds its weight with probability 1 / weight, and nothing otherwise,
    /// which has the variance weight - 1.
    /// </summary>
    /// <param name="known">How many targets the sketch has seen before.</param>
    public static double NovelTheory(int known) =>
        Math.Sqrt(Enumerable.Range(known, ErrorSettings.NovelBatch).Sum(n => TargetSketchModel.ExpectedNovelWeight(n) - 1)) / ErrorSettings.NovelBatch;

    /// <summary>Whether a number of runs tells the error of a count of so many targets.</summary>
    public static bool IsTellable(int runs, int targets) => runs * (double)targets * (targets - 1) / PairsPerEvent >= TellableEvents;

    private static ErrorPoint Point(ErrorSettings settings, ErrorWindow window, ErrorTally tally) => new(
        window.Series,
        window.Asked,
        window.Targets,
        tally.Rmse,
        tally.Bias,
        TargetSketchModel.RelativeError(window.Targets),
        IsTellable(settings.Runs, window.Targets));

    private static ErrorPoint NovelPoint(int moment, ErrorTally tally) =>
        new(ErrorPoint.Novel, moment, ErrorSettings.NovelBatch, tally.Rmse, tally.Bias, NovelTheory(moment), true);

    private static ErrorTally[] Tallies(int count) => [.. Enumerable.Range(0, count).Select(_ => new ErrorTally())];

    private static ErrorTally Sum(IEnumerable<ErrorTally> tallies)
    {
        var sum = new ErrorTally();
        foreach (var tally in tallies)
        {
            sum.Add(tally);
        }

        return sum;
    }
}
