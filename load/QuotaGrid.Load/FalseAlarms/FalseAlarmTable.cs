using System.Globalization;
using System.Text;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>What was measured, as Markdown.</summary>
public static class FalseAlarmTable
{
    /// <summary>Writes the tables.</summary>
    public static string Write(FalseAlarmSettings settings, IReadOnlyList<FalseAlarmResult> results, IReadOnlyList<SweepPoint> sweeps)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(sweeps);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # False alarms of the sweep evidence

            {settings.Identities:N0} honest identities for 30 days in each scenario, seed {settings.Seed}. The share of them that was ever convicted, beside the alpha that
            they were convicted at; then, at the last alpha, those with the largest books, businesses, and which signal did most for it
            (novelty, missing, found, order, churn).


            """);
        text.Append("| scenario | bound |");
        foreach (var alpha in FalseAlarmRun.Alphas)
        {
            text.Append(CultureInfo.InvariantCulture, $" {alpha:0e-0} |");
        }

        text.Append(" p99 books | businesses | by signal |\n|---|--:|").Insert(text.Length, "--:|", FalseAlarmRun.Alphas.Count).Append("--:|--:|--:|\n");
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {result.Scenario.Name} | {result.Novelty:0.00} |");
            foreach (var alarms in result.Alarms)
            {
                text.Append(CultureInfo.InvariantCulture, $" {Share(alarms, result.Identities)} |");
            }

            text.Append(CultureInfo.InvariantCulture, $" {Share(result.LargeBookAlarms, result.LargeBooks)} | {Share(result.BusinessAlarms, result.Businesses)} | {string.Join(", ", result.Leading)} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n# Targets until a sweep is convicted\n\n{settings.Sweeps:N0} sweeps each, by novelty alone, alpha {SweepRun.Alpha:0e-0}.\n\n");
        text.Append("| bound | share new to everyone | median | p95 |\n|--:|--:|--:|--:|\n");
        foreach (var sweep in sweeps)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {sweep.Bound} | {sweep.Share} | {Count(sweep.Median)} | {Count(sweep.P95)} |\n");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Share(int some, int all) => some == 0 ? "0" : ((double)some / all).ToString("0.0e-0", CultureInfo.InvariantCulture);

    private static string Count(double? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "never";
}
