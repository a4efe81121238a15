using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Costs;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Evasion;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>Turns an evaluation into figures with gates. The gates are QuotaGrid's; of the alternatives only what leaks and whom they deny is shown.</summary>
public static class EvaluationReport
{
    /// <summary>The most honest people, as a share, that may be denied anything in a month.</summary>
    public const double MaxDenied = 1e-4;

    /// <summary>The same of people with books above the 99th percentile.</summary>
    public const double MaxDeniedOfLargeBooks = 1e-3;

    /// <summary>Makes the report.</summary>
    public static Report Create(EvaluationResult result, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(result);
        var settings = result.Settings;
        return new("evaluate", settings.Seed, machine,
        [
            Figure.Of("worlds.seed.first", settings.WorldSeeds[0], "{seed}"),
            Figure.Of("worlds.seed.last", settings.WorldSeeds[^1], "{seed}"),
            Figure.Of("people", result.People, "{identity}"),
            Figure.Of("people.book.mean", result.MeanBook, "{target}"),
            .. settings.Plans.SelectMany(plan => settings.Defences.SelectMany(kind => HonestFigures(result, plan, kind))),
            .. result.Sensitivity.Select(one => Figure.Of($"{settings.Plans[0].Name}.honest.{one.Shape.Name}.denied.share", one.Honest.Groups[0].DeniedShare, "1")),
            .. result.Summaries.SelectMany(AttackFigures),
            .. result.Evasions.SelectMany(evasion => evasion.Figures.Select(figure => Evasion($"e.{evasion.Name}.{figure.Name}", figure))),
            .. result.Costs.SelectMany(CostFigures),
        ]);
    }

    /// <summary>The figures of honest people before one defence in one plan.</summary>
    internal static IEnumerable<Figure> HonestFigures(EvaluationResult result, PlanFigures plan, DefenceKind kind)
    {
        var (groups, items) = AttackSummary.HonestOf(result, plan, kind);
        foreach (var group in groups)
        {
            var name = $"{plan.Name}.honest.{kind.Name}.{group.Name}.denied.share";
            double? gate = kind.Name != DefenceKinds.QuotaGrid ? null : group.Name switch
            {
                HonestResult.All => MaxDenied,
                "p99book" => MaxDeniedOfLargeBooks,
                _ => null,
            };
            yield return gate is null ? Figure.Of(name, group.DeniedShare, "1") : Figure.AtMost(name, group.DeniedShare, "1", gate.Value);
        }

        yield return Figure.Of($"{plan.Name}.honest.{kind.Name}.items.denied.share", items, "1");
        if (kind.HasAlerts)
        {
            yield return Figure.Of($"{plan.Name}.honest.{kind.Name}.alerted.share", (double)groups[0].Alerted / Math.Max(1, groups[0].People), "1");
        }
    }

    private static IEnumerable<Figure> AttackFigures(AttackSummary summary)
    {
        var name = $"{summary.Plan.Name}.{summary.Scenario.Name}.{summary.Kind.Name}";
        yield return Figure.Of($"{name}.e", summary.Exposed, "1");
        if (summary.Kind.Name != DefenceKinds.QuotaGrid)
        {
            yield break;
        }

        yield return Gated(summary, GateFigure.Exposed, $"{name}.e.p95", "1");
        yield return Figure.Of($"{name}.detection", summary.Detection, "s");
        yield return Gated(summary, GateFigure.Detection, $"{name}.detection.p95", "s");
        yield return Figure.Of($"{name}.containment", summary.Containment, "s");
        yield return Figure.Of($"{name}.containment.p95", summary.ContainmentHigh, "s");
        if (summary.Scenario.HandsOut)
        {
            yield return Gated(summary, GateFigure.UsefulPerPuppet, $"{name}.useful.p95", "{number}");
        }

        if (summary.Recall is not null || summary.Gates.Any(gate => gate.Figure == GateFigure.Recall))
        {
            yield return Gated(summary, GateFigure.Recall, $"{name}.recall.p5", "1");
        }

        foreach (var exponent in new[] { 3, 4, 5 })
        {
            yield return Figure.Of($"{name}.recall.fpr{exponent}", summary.Roc.RecallAt(Math.Pow(10, -exponent)), "1");
        }
    }

    private static Figure Evasion(string name, EvasionFigure figure) =>
        figure.Most is { } most ? Figure.AtMost(name, figure.Value, figure.Unit, most) : Figure.Of(name, figure.Value, figure.Unit);

    private static IEnumerable<Figure> CostFigures(DefenceCost cost) =>
    [
        Figure.Of($"cost.{cost.Kind.Name}.decision.p50", cost.Median, "s"),
        Figure.Of($"cost.{cost.Kind.Name}.decision.p99", cost.High, "s"),
        Figure.Of($"cost.{cost.Kind.Name}.memory", cost.BytesPerIdentity, "By"),
    ];

    private static Figure Gated(AttackSummary summary, GateFigure figure, string name, string unit)
    {
        var value = summary.ValueOf(figure);
        return summary.Gates.FirstOrDefault(gate => gate.Figure == figure) is not { } gate ? Figure.Of(name, value, unit)
            : figure == GateFigure.Recall ? new(name, value, unit, gate.Bound, value >= gate.Bound)
            : Figure.AtMost(name, value, unit, gate.Bound);
    }
}
