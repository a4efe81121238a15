using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Live;

/// <summary>Turns a live run into figures, with the gates of the exam.</summary>
public static class LiveReport
{
    /// <summary>Makes the report.</summary>
    public static Report Create(LiveResult result, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new("live", result.Settings.Seed, machine, [.. People(result), .. result.Attacks.SelectMany(Attack), .. result.Costs]);
    }

    private static IEnumerable<Figure> People(LiveResult result)
    {
        if (!result.Settings.HasPeople)
        {
            return [];
        }

        var (people, milliseconds) = (result.People, result.People.Milliseconds());
        return
        [
            Figure.Of("people", people.Asked, "{identity}"),
            Figure.Of("people.items", people.Items, "{target}"),
            Figure.Of("people.warmup", result.WarmUp, "s"),
            Figure.Of("people.denied", people.Denied, "{identity}"),
            Figure.Of("people.denied.items.share", (double)people.DeniedItems / Math.Max(1, people.Items), "1"),
            Figure.AtMost("people.convicted", result.ConvictedPeople, "{identity}", 0),
            Figure.Of("people.decision.p50", Percentile.Of(milliseconds, 0.5), "ms"),
            Figure.Of("people.decision.p99", Percentile.Of(milliseconds, 0.99), "ms"),
            Figure.Of("requests", result.Requests, "{request}"),
            Figure.Of("requests.failed", result.Failed, "{request}"),
        ];
    }

    private static IEnumerable<Figure> Attack(LiveAttackResult attack)
    {
        var name = attack.Scenario.Attack.Name;
        return
        [
            Figure.Of($"{name}.speed", attack.Scenario.Speed, "1"),
            Figure.Of($"{name}.puppets", attack.Puppets, "{identity}"),
            Gated(attack, GateFigure.Exposed, $"{name}.e", attack.Share, "1"),
            Figure.Of($"{name}.asked", attack.Asked, "{target}"),
            Figure.Of($"{name}.admitted", attack.Admitted, "{target}"),
            Figure.Of($"{name}.exposed", attack.Exposed, "{number}"),
            Gated(attack, GateFigure.UsefulPerPuppet, $"{name}.useful", attack.UsefulPerPuppet, "{number}"),
            Gated(attack, GateFigure.Detection, $"{name}.detection", attack.DetectionInAttack, "s"),
            Figure.Of($"{name}.detection.real", attack.Detection, "s"),
            Figure.Of($"{name}.containment", attack.Containment, "s"),
            Figure.Of($"{name}.convicted.share", (double)attack.Convicted / Math.Max(1, attack.Puppets), "1"),
            Figure.Of($"{name}.contained.share", (double)attack.Contained / Math.Max(1, attack.Puppets), "1"),
            Figure.Of($"{name}.seconds", attack.Seconds, "s"),
        ];
    }

    private static Figure Gated(LiveAttackResult attack, GateFigure figure, string name, double? value, string unit) =>
        attack.Scenario.Attack.Gates.FirstOrDefault(gate => gate.Figure == figure) is { } gate ? Figure.AtMost(name, value, unit, gate.Bound) : Figure.Of(name, value, unit);
}
