using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Faults;

/// <summary>Turns audited scenarios into figures. There is one gate: nothing above the contract, whatever was done to the cluster.</summary>
public static class FaultReport
{
    /// <summary>Makes the report.</summary>
    public static Report Create(int seed, IReadOnlyList<FaultResult> results, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new("faults", seed, machine, [.. results.SelectMany(Figures)]);
    }

    private static Figure[] Figures(FaultResult result) =>
    [
        Figure.AtMost($"faults.{result.Scenario}.over", result.Requests == 0 ? null : result.Over, "{permit}", 0),
        Figure.Of($"faults.{result.Scenario}.admitted.share", result.AdmittedShare, "1"),
        Figure.Of($"faults.{result.Scenario}.loss.permits", result.Lost, "{permit}"),
        Figure.Of($"faults.{result.Scenario}.silent", result.Silent.TotalSeconds, "s"),
        Figure.Of($"faults.{result.Scenario}.silent.identity", result.SilentIdentity.TotalSeconds, "s"),
        Figure.Of($"faults.{result.Scenario}.unavailable", result.Unavailable, "1"),
        Figure.Of($"faults.{result.Scenario}.local.share", result.LocalShare, "1"),
        Figure.Of($"faults.{result.Scenario}.requests", result.Requests, "{request}"),
    ];
}
