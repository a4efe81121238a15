using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Faults;

/// <summary>Turns audited scenarios into figures. Whatever is done to a cluster, nothing is above the contract, and in the end everything is answered again.</summary>
public static class FaultReport
{
    /// <summary>Makes the report.</summary>
    public static Report Create(int seed, IReadOnlyList<FaultResult> results, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new("faults", seed, machine, [.. results.SelectMany(Figures)]);
    }

    private static IEnumerable<Figure> Figures(FaultResult result)
    {
        var (name, scenario) = ($"faults.{result.Scenario}", FaultScenario.All.FirstOrDefault(one => one.Name == result.Scenario));
        yield return Figure.AtMost($"{name}.over", result.Requests == 0 ? null : result.Over, "{permit}", 0);
        yield return Figure.AtMost($"{name}.wedged", result.UnansweredAtEnd, "{request}", 0);
        yield return scenario is { IsHarmless: true }
            ? Figure.AtMost($"{name}.unanswered", result.Unanswered, "{request}", 0)
            : Figure.Of($"{name}.unanswered", result.Unanswered, "{request}");
        if (scenario?.DeclaredWithinSeconds is { } within)
        {
            yield return Figure.AtMost($"{name}.declared", result.Declared?.TotalSeconds, "s", within);
        }

        if (result.Evicted is { } evicted)
        {
            yield return Figure.AtMost($"{name}.evicted", evicted, "{silo}", 0);
        }

        yield return Figure.Of($"{name}.recovery", result.Recovery?.TotalSeconds, "s");
        yield return Figure.Of($"{name}.admitted.share", result.AdmittedShare, "1");
        yield return Figure.Of($"{name}.loss.permits", result.Lost, "{permit}");
        yield return Figure.Of($"{name}.silent", result.Silent.TotalSeconds, "s");
        yield return Figure.Of($"{name}.silent.identity", result.SilentIdentity.TotalSeconds, "s");
        yield return Figure.Of($"{name}.silent.half", result.SilentHalf.TotalSeconds, "s");
        yield return Figure.Of($"{name}.unavailable", result.Unavailable, "1");
        yield return Figure.Of($"{name}.local.share", result.LocalShare, "1");
        yield return Figure.Of($"{name}.requests", result.Requests, "{request}");
    }
}
