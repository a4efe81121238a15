using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Live.Cost;

/// <summary>The turns of one load, with detection and without. A round is a turn of each, one right after the other, so that a slow minute of the machine hits both.</summary>
/// <param name="Load">What the load is called.</param>
/// <param name="Rounds">The turns.</param>
public sealed record CostRounds(string Load, IReadOnlyList<(CostTurn On, CostTurn Off)> Rounds)
{
    private const double MostP99 = 1.1;
    private const double Million = 1e6;

    /// <summary>The figures: medians over the rounds, and of ratios the median of each round's.</summary>
    public IEnumerable<Figure> Figures() =>
    [
        .. Of("rate", "{decision}/s", turn => turn.PerSecond),
        .. Of("p50", "us", turn => turn.P50 * Million),
        .. Of("p99", "us", turn => turn.P99 * Million),
        .. Of("silo", "us", turn => turn.SiloSeconds * Million),
        Figure.Of($"cost.{Load}.rate.ratio", RatioOf(turn => turn.PerSecond), "1"),
        Figure.Of($"cost.{Load}.p50.ratio", RatioOf(turn => turn.P50), "1"),
        Figure.AtMost($"cost.{Load}.p99.ratio", RatioOf(turn => turn.P99), "1", MostP99),
        Figure.Of($"cost.{Load}.silo.ratio", RatioOf(turn => turn.SiloSeconds), "1"),
    ];

    /// <summary>The median over the rounds of a value with detection in units of the same without.</summary>
    public double? RatioOf(Func<CostTurn, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return MedianOf(Rounds.Select(round => value(round.On) / value(round.Off)));
    }

    private IEnumerable<Figure> Of(string name, string unit, Func<CostTurn, double> value) =>
    [
        Figure.Of($"cost.{Load}.{name}.on", MedianOf(Rounds.Select(round => value(round.On))), unit),
        Figure.Of($"cost.{Load}.{name}.off", MedianOf(Rounds.Select(round => value(round.Off))), unit),
    ];

    private static double? MedianOf(IEnumerable<double> values) => Percentile.Of(values, 0.5);
}
