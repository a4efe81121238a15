using System.Globalization;
using System.Net;
using System.Text;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>An evaluation's pictures and gates as one HTML page that needs nothing else.</summary>
public static class EvaluationPage
{
    private static readonly string[] Curves = ["a", "b.1000.order", "b1", "b2", "c.10000", "d.swap20"];
    private static readonly string[] Rocs = ["b.1000.order", "c.10000", "d.swap20"];

    /// <summary>Writes the page.</summary>
    public static string Write(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var summaries = result.Summaries;
        var text = new StringBuilder();
        text.Append("""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>QuotaGrid: the exam of the defence</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
            figure { margin: 1.5em 0 }
            img { width: 100%; height: auto; border: 1px solid #ddd }
            figcaption { color: #555; font-size: 13px }
            pre { background: #f6f6f6; padding: 1em; overflow-x: auto; font-size: 12px }
            </style>
            </head>
            <body>
            <h1>QuotaGrid: the exam of the defence</h1>

            """);
        foreach (var plan in result.Settings.Plans)
        {
            text.Append(CultureInfo.InvariantCulture, $"<h2>Plan {plan.Name}</h2>\n");
            foreach (var scenario in result.Settings.Scenarios.Where(scenario => Curves.Contains(scenario.Name)))
            {
                var attacks = summaries.Where(summary => summary.Plan == plan && summary.Scenario.Name == scenario.Name).ToArray();
                AppendPicture(text, AttackPlots.Leak($"Attack {scenario.Name} on {plan.Name}: what leaks", attacks), $"{scenario.Name}: {scenario.Description}");
            }

            AppendPicture(text, AttackPlots.Detection(plan, summaries), "Time to detection by number of puppets");
            AppendPicture(text, PeoplePlots.Honest(result, plan), "Honest people who were denied anything");
            foreach (var attack in summaries.Where(summary => summary.Plan == plan && Rocs.Contains(summary.Scenario.Name)).GroupBy(summary => summary.Scenario.Name))
            {
                AppendPicture(text, AttackPlots.Roc($"{attack.Key}: puppets found by their score", [.. attack]), $"ROC, {attack.Key}");
            }
        }

        if (result.Region is { } region)
        {
            AppendPicture(text, PeoplePlots.Heat(region), $"How full the blocks are before and by the end of {region.Title}");
        }

        text.Append(CultureInfo.InvariantCulture, $"<h2>Tables</h2>\n<pre>{WebUtility.HtmlEncode(EvaluationTable.Write(result))}</pre>\n</body>\n</html>\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    // As images, because the names inside several SVG texts of one page would clash.
    private static void AppendPicture(StringBuilder text, string svg, string alt) => text.Append(
        CultureInfo.InvariantCulture,
        $"<figure><img alt=\"{WebUtility.HtmlEncode(alt)}\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\"><figcaption>{WebUtility.HtmlEncode(alt)}</figcaption></figure>\n");
}
