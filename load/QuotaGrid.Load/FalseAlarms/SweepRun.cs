using QuotaGrid.Core.Evidence;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>Counts the targets that a sweep asks for until it is convicted, by novelty alone: the other signals see nothing.</summary>
public static class SweepRun
{
    /// <summary>The chance of convicting an honest identity.</summary>
    public const double Alpha = 1e-6;

    // Who is not convicted by then is counted as never.
    private const int MostTargets = 1_000_000;

    /// <summary>The shares of what sweeps ask for that nobody else asked for.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.71, 0.86, 0.99];

    /// <summary>The honest bounds.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.05, 0.16, 0.3, 0.4, 0.5, 0.6];

    /// <summary>Makes the sweeps of every pair of a bound and a share.</summary>
    public static IReadOnlyList<SweepPoint> Make(FalseAlarmSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. Bounds.SelectMany(bound => Shares.Select(share => Point(settings, bound, share, cancellation)))];
    }

    private static SweepPoint Point(FalseAlarmSettings settings, double bound, double share, CancellationToken cancellation)
    {
        var targets = new double[settings.Sweeps];
        for (var sweep = 0; sweep < targets.Length; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            targets[sweep] = Targets(new(settings.Seed, "sweep", (ulong)sweep), ShareBound.Of(bound), share);
        }

        return new(share, bound, Known(Percentile.Of(targets, 0.5)), Known(Percentile.Of(targets, 0.95)));
    }

    private static double Targets(SeededRandom random, ShareBound bound, double share)
    {
        var evidence = new SweepEvidence();
        for (var asked = 1; asked <= MostTargets; asked++)
        {
            evidence.OnNovel(random.Unit() < share, bound, default);
            if (evidence.IsConvicted(Alpha))
            {
                return asked;
            }
        }

        return double.PositiveInfinity;
    }

    private static double? Known(double? targets) => targets is { } number && double.IsFinite(number) ? number : null;
}
