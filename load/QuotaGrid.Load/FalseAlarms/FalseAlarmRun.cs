using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>Lets honest people live for 30 days under the evidence, and counts whom it convicts.</summary>
public static class FalseAlarmRun
{
    /// <summary>The 99th percentile of honest address books: exp(ln 150 + 2.326 x 1.1).</summary>
    public const int LargeBook = 1_940;

    // Baselines of few votes differ by chance, so each is that of one region in a hundred.
    private const int Regions = 100;
    private const int ManyVotes = 10_000;

    /// <summary>The promised chances of ever being convicted, the one of conviction last.</summary>
    public static IReadOnlyList<double> Alphas { get; } = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

    /// <summary>Makes one scenario's run.</summary>
    public static FalseAlarmResult Make(FalseAlarmScenario scenario, FalseAlarmSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(settings);
        LearnedBounds[] bounds = [.. Enumerable.Range(0, scenario.Votes < ManyVotes ? Regions : 1).Select(region => LearnedBounds.Learn(scenario, settings.Seed, region))];
        var (alarms, leading) = (new int[Alphas.Count], new int[SweepEvidence.Signals]);
        var (large, largeAlarms, businesses, businessAlarms) = (0, 0, 0, 0);
        for (var person = 0; person < settings.Identities; person++)
        {
            cancellation.ThrowIfCancellationRequested();
            var life = new HonestLife(scenario, bounds[person % bounds.Length], settings.Seed, person);
            var evidence = life.Live();
            for (var i = 0; i < alarms.Length; i++)
            {
                alarms[i] += evidence.IsConvicted(Alphas[i]) ? 1 : 0;
            }

            var convicted = evidence.IsConvicted(Alphas[^1]) ? 1 : 0;
            leading[(int)(evidence.PeakSignal ?? Signal.Novelty)] += convicted;
            businesses += life.IsBusiness ? 1 : 0;
            businessAlarms += life.IsBusiness ? convicted : 0;
            var isLarge = !life.IsBusiness && life.BookSize >= LargeBook;
            large += isLarge ? 1 : 0;
            largeAlarms += isLarge ? convicted : 0;
        }

        return new(scenario, bounds.Average(one => one.Novelty.Value), settings.Identities, alarms, large, largeAlarms, businesses, businessAlarms, leading);
    }
}
