using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>One attack on one defence in one plan, over all seeds.</summary>
public sealed class AttackSummary
{
    private const double Median = 0.5;
    private const double High = 0.95;
    private const double Low = 0.05;

    private AttackSummary(PlanFigures plan, DefenceKind kind, AttackResult[] runs, Roc roc)
    {
        (Plan, Kind, Scenario, Scale, Roc) = (plan, kind, runs[0].Scenario, runs.Max(run => run.Scale), roc);
        Leak = new LeakCurve([.. runs.Select(run => run.Curve)]);
        Seeds = runs.Length;
        WasCut = runs.Any(run => run.WasCut);
        (Exposed, ExposedHigh) = (Of(runs, run => run.Share, Median)!.Value, Of(runs, run => run.Share, High)!.Value);
        (Detection, DetectionHigh) = (Of(runs, run => run.Detection, Median), Of(runs, run => run.Detection, High));
        (Containment, ContainmentHigh) = (Of(runs, run => run.Containment, Median), Of(runs, run => run.Containment, High));
        (Useful, UsefulHigh) = (Of(runs, UsefulOf, Median), Of(runs, UsefulOf, High));
        var hasRecall = runs.All(run => run.Recall is not null);
        (Recall, RecallLow) = hasRecall ? (Of(runs, run => run.Recall, Median), Of(runs, run => run.Recall, Low)) : (null, null);
    }

    /// <summary>The plan.</summary>
    public PlanFigures Plan { get; }

    /// <summary>The defence.</summary>
    public DefenceKind Kind { get; }

    /// <summary>The attack.</summary>
    public AttackScenario Scenario { get; }

    /// <summary>How many worlds it was made in.</summary>
    public int Seeds { get; }

    /// <summary>By how much it was scaled down.</summary>
    public double Scale { get; }

    /// <summary>Whether a run was ended because it took too many lookups: it would have got more.</summary>
    public bool WasCut { get; }

    /// <summary>The scores of puppets and honest people of all seeds.</summary>
    public Roc Roc { get; }

    /// <summary>What had leaked when.</summary>
    public LeakCurve Leak { get; }

    /// <summary>E, the share of the registered numbers that was answered: the median.</summary>
    public double Exposed { get; }

    /// <summary>The 95th percentile of <see cref="Exposed"/>.</summary>
    public double ExposedHigh { get; }

    /// <summary>Seconds to the first alert or denial: the median; null when it mostly never came.</summary>
    public double? Detection { get; }

    /// <summary>The 95th percentile of <see cref="Detection"/>.</summary>
    public double? DetectionHigh { get; }

    /// <summary>Seconds until 90 % of the puppets were limited: the median; null when it mostly never came.</summary>
    public double? Containment { get; }

    /// <summary>The 95th percentile of <see cref="Containment"/>.</summary>
    public double? ContainmentHigh { get; }

    /// <summary>Registered numbers answered for each puppet: the median.</summary>
    public double? Useful { get; }

    /// <summary>The 95th percentile of <see cref="Useful"/>.</summary>
    public double? UsefulHigh { get; }

    /// <summary>The share of the puppets that were alerted of within seven days: the median; null for a defence without alerts.</summary>
    public double? Recall { get; }

    /// <summary>The 5th percentile of <see cref="Recall"/>.</summary>
    public double? RecallLow { get; }

    /// <summary>The value that a gate is held against: that of an unlucky seed.</summary>
    public double? ValueOf(GateFigure figure) => figure switch
    {
        GateFigure.Exposed => ExposedHigh,
        GateFigure.Detection => DetectionHigh,
        GateFigure.UsefulPerPuppet => UsefulHigh,
        _ => RecallLow,
    };

    /// <summary>The median of what a gate is about.</summary>
    public double? MedianOf(GateFigure figure) => figure switch
    {
        GateFigure.Exposed => Exposed,
        GateFigure.Detection => Detection,
        GateFigure.UsefulPerPuppet => Useful,
        _ => Recall,
    };

    /// <summary>The gates that hold in the plan.</summary>
    public IEnumerable<Gate> Gates => Kind.Name == DefenceKinds.QuotaGrid && (Scenario.GatePlan is null || Scenario.GatePlan == Plan.Name) ? Scenario.Gates : [];

    /// <summary>Sums an evaluation up: by plans, attacks and defences.</summary>
    public static IReadOnlyList<AttackSummary> Of(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var worlds = result.Defences.ToLookup(one => (one.Plan, one.Kind));
        var honest = worlds.ToDictionary(one => one.Key, one => one.SelectMany(world => world.Honest.Scores).OrderDescending().ToArray());
        return
        [
            .. from plan in result.Settings.Plans
               from scenario in result.Settings.Scenarios
               from kind in result.Settings.Defences
               let runs = worlds[(plan, kind)].Select(world => world.Attacks.Single(attack => attack.Scenario.Name == scenario.Name)).ToArray()
               where runs.Length > 0
               select new AttackSummary(plan, kind, runs, new Roc(honest[(plan, kind)], runs.SelectMany(run => run.Scores))),
        ];
    }

    /// <summary>The groups of honest people of one defence in one plan, over all seeds, with the share of their items that was denied.</summary>
    public static (IReadOnlyList<GroupResult> Groups, double DeniedItemShare) HonestOf(EvaluationResult result, PlanFigures plan, DefenceKind kind)
    {
        ArgumentNullException.ThrowIfNull(result);
        var worlds = result.Defences.Where(one => one.Plan == plan && one.Kind == kind).Select(one => one.Honest).ToArray();
        GroupResult[] groups = [.. worlds[0].Groups.Select((_, i) => worlds.Select(world => world.Groups[i]).Aggregate((left, right) => left + right))];
        return (groups, (double)worlds.Sum(world => world.DeniedItems) / Math.Max(1, worlds.Sum(world => world.Items)));
    }

    private static double? UsefulOf(AttackResult run) => (double)run.Exposed / Math.Max(1, run.Puppets);

    // What never came, came infinitely late.
    private static double? Of(AttackResult[] runs, Func<AttackResult, double?> value, double share) =>
        Percentile.Of(runs.Select(run => value(run) ?? double.PositiveInfinity), share) is { } found && double.IsFinite(found) ? found : null;
}
