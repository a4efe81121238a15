using System.Globalization;
using System.Net;
using System.Text;
using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>An evaluation's gates, pictures and tables as one HTML page that needs nothing else.</summary>
public static class EvaluationPage
{
    private static readonly string[] Curves = ["a", "b.1000.order", "b.1000.random", "b1", "b2", "c.10000", "d.swap20"];
    private static readonly string[] Rocs = ["b.1000.order", "c.10000", "d.swap20"];

    /// <summary>Writes the page.</summary>
    public static string Write(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var tables = EvaluationTable.Write(result);
        var atPlans = tables.IndexOf("\n## Attacks on ", StringComparison.Ordinal);
        var text = new StringBuilder();
        text.Append("""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>QuotaGrid: the exam of the defence</title>
            <style>
            body { font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; max-width: 64em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
            h2 { margin-top: 2em; padding-bottom: .2em; border-bottom: 2px solid #0072B2 }
            figure { margin: 1.5em 0 }
            img { width: 100%; height: auto; border: 1px solid #ddd }
            figcaption { color: #555; font-size: 13px }
            pre, code { background: #f3f5f7; font-size: 13px }
            pre { padding: .7em 1em; overflow-x: auto }
            .wide { overflow-x: auto }
            table { border-collapse: collapse; font-size: 13px }
            th, td { padding: .25em .7em; border-bottom: 1px solid #e3e3e3; text-align: left; vertical-align: top }
            th { background: #f3f5f7 }
            .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
            td strong { color: #b3261e }
            </style>
            </head>
            <body>

            """);
        text.Append(MarkdownPage.Write(atPlans < 0 ? tables : tables[..atPlans]));
        foreach (var plan in result.Settings.Plans)
        {
            AppendPlan(text, result, plan);
        }

        if (result.Region is { } region)
        {
            AppendPicture(text, PeoplePlots.Heat(region), $"How full the blocks are before and after {region.Title}: a cell is a block of 10,000 numbers, and the attack goes through them in order, row by row from the top");
        }

        text.Append(CultureInfo.InvariantCulture, $"{(atPlans < 0 ? "" : MarkdownPage.Write(tables[atPlans..]))}</body>\n</html>\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendPlan(StringBuilder text, EvaluationResult result, PlanFigures plan)
    {
        text.Append(CultureInfo.InvariantCulture, $"<h2>Plan {plan.Name}</h2>\n");
        var summaries = result.Summaries;
        foreach (var scenario in result.Settings.Scenarios.Where(scenario => Curves.Contains(scenario.Name)))
        {
            var attacks = summaries.Where(summary => summary.Plan == plan && summary.Scenario.Name == scenario.Name).ToArray();
            AppendPicture(text, AttackPlots.Leak($"Attack {scenario.Name} on {plan.Name}: what leaks", attacks), $"{scenario.Name}: {scenario.Description}");
        }

        foreach (var order in new[] { SweepOrder.InOrder, SweepOrder.Random })
        {
            AppendPicture(text, AttackPlots.Detection(plan, order, summaries), "Time to detection by number of puppets: the first alert, or of a defence without any the first denial");
        }

        AppendPicture(text, PeoplePlots.Honest(result, plan), "Honest people who were denied at least one item in a month, by group; a stub is nobody");
        foreach (var attack in summaries.Where(summary => summary.Plan == plan && Rocs.Contains(summary.Scenario.Name)).GroupBy(summary => summary.Scenario.Name))
        {
            AppendPicture(text, AttackPlots.Roc($"{attack.Key} on {plan.Name}: puppets found by their score", [.. attack]), $"ROC, {attack.Key}");
        }
    }

    // As images, because the names inside several SVG texts of one page would clash.
    private static void AppendPicture(StringBuilder text, string svg, string alt) => text.Append(
        CultureInfo.InvariantCulture,
        $"<figure><img alt=\"{WebUtility.HtmlEncode(alt)}\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\"><figcaption>{WebUtility.HtmlEncode(alt)}</figcaption></figure>\n");
}
