using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Errors;

/// <summary>
/// Fills one sketch with one new target after the other and compares its counts with the truth. The fingerprints are those of a 64-bit generator: fingerprints are
/// made by AES under a secret key, and nobody can tell one from the other.
/// </summary>
public sealed class ErrorRun
{
    private const int WholeHorizon = 1;

    private readonly TargetSketch _sketch = new();
    private readonly SeededRandom _fingerprints;
    private int _asked;

    private ErrorRun(int seed, int run) => _fingerprints = new(seed, "fingerprint", (ulong)run);

    /// <summary>Makes one run.</summary>
    /// <param name="seed">The seed of all runs.</param>
    /// <param name="run">The number of this one.</param>
    /// <param name="windows">A tally for each of <see cref="ErrorPlan.Windows"/>.</param>
    /// <param name="novel">A tally for each of <see cref="ErrorPlan.NovelMoments"/>.</param>
    public static void Make(int seed, int run, IReadOnlyList<ErrorTally> windows, IReadOnlyList<ErrorTally> novel)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(novel);
        var (one, window, novelMoment) = (new ErrorRun(seed, run), 0, 0);
        foreach (var moment in ErrorPlan.Moments)
        {
            one.AskUntil(moment);
            for (; window < windows.Count && ErrorPlan.Windows[window].Asked == moment; window++)
            {
                var (first, targets) = (ErrorPlan.Windows[window].First, ErrorPlan.Windows[window].Targets);
                windows[window].Add(one._sketch.CountSince(ErrorPlan.AgeOf(first)), targets);
            }

            if (novelMoment < novel.Count && ErrorPlan.NovelMoments[novelMoment] == moment)
            {
                novel[novelMoment++].Add(one.ChargeNovel(), ErrorSettings.NovelBatch);
            }
        }
    }

    private void AskUntil(int moment)
    {
        while (_asked < moment)
        {
            var (end, age) = (Math.Min(moment, ErrorPlan.NextAfter(_asked)), ErrorPlan.AgeOf(_asked));
            for (; _asked < end; _asked++)
            {
                _sketch.Put(new Fingerprint(_fingerprints.Next()), age);
            }
        }
    }

    /// <summary>Asks for a batch of new targets and adds up what those stand for whose cells are free.</summary>
    private double ChargeNovel()
    {
        var (charged, weight, age) = (0.0, _sketch.NovelWeight(WholeHorizon), ErrorPlan.AgeOf(_asked));
        for (var i = 0; i < ErrorSettings.NovelBatch; i++, _asked++)
        {
            if (_sketch.Put(new Fingerprint(_fingerprints.Next()), age) < WholeHorizon)
            {
                charged += weight;
                weight = _sketch.NovelWeight(WholeHorizon);
            }
        }

        return charged;
    }
}
