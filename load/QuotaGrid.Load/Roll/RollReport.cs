using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Roll;

/// <summary>Turns a run into figures. What is promised: no decision fails, nobody has to be killed, and nothing starts twice.</summary>
public static class RollReport
{
    /// <summary>Makes the report.</summary>
    public static Report Create(int seed, RollResult result, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(result);
        var seconds = result.Asked.Where(one => one.Problem is null).Select(one => one.Seconds).ToArray();
        return new("roll", seed, machine,
        [
            Figure.AtMost("roll.failed", result.Asked.Count == 0 ? null : result.Asked.Count(one => one.Problem is not null), "{decision}", 0),
            Figure.Of("roll.decisions", result.Asked.Count, "{decision}"),
            Figure.Of("roll.before.failed", result.Before.Count(one => one.Problem is not null), "{decision}"),
            Figure.Of("roll.before.decisions", result.Before.Count, "{decision}"),
            Figure.AtMost("roll.killed", result.Killed, "{pod}", 0),
            Figure.AtMost("roll.restarts", result.Restarts, "{container}", 0),
            Figure.Of("roll.replaced", result.Replaced, "{pod}"),
            Figure.Of("roll.deploy.duration", result.Deploy.TotalSeconds, "s"),
            Figure.Of("roll.silos.duration", result.Silos.TotalSeconds, "s"),
            Figure.Of("roll.edges.duration", result.Edges.TotalSeconds, "s"),
            Figure.Of("roll.silent.identity", result.Asked.Count == 0 ? null : result.LongestSilence(), "s"),
            Figure.Of("roll.silo.memory.idle", result.Idle.Silo, "By"),
            Figure.Of("roll.silo.memory", result.Busy.Silo, "By"),
            Figure.Of("roll.edge.memory.idle", result.Idle.Edge, "By"),
            Figure.Of("roll.edge.memory", result.Busy.Edge, "By"),
            Figure.Of("roll.latency.p50", Percentile.Of(seconds, 0.5) * 1000, "ms"),
            Figure.Of("roll.latency.p99", Percentile.Of(seconds, 0.99) * 1000, "ms"),
            Figure.Of("roll.latency.max", Percentile.Of(seconds, 1) * 1000, "ms"),
        ]);
    }
}
