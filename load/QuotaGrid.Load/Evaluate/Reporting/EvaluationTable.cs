using System.Globalization;
using System.Text;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>An evaluation as Markdown.</summary>
public static class EvaluationTable
{
    private static readonly double[] FalsePositives = [1e-3, 1e-4, 1e-5];

    /// <summary>Writes the tables.</summary>
    public static string Write(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        var summaries = result.Summaries;
        AppendHead(text, result);
        text.Append("\n## Gates\n\n").Append(GateTable.Write(result, summaries));
        foreach (var plan in result.Settings.Plans)
        {
            AppendLeaks(text, result, plan, [.. summaries.Where(summary => summary.Plan == plan)]);
            AppendHonest(text, result, plan);
        }

        if (result.Sensitivity.Count > 0)
        {
            text.Append("\n## Other sizes of address books\n\nHonest people who were denied anything in a month, the first defence, one seed.\n\n| median | sigma | denied |\n|--:|--:|--:|\n");
            foreach (var (shape, honest) in result.Sensitivity)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {shape.Median:0} | {shape.Sigma:0.0} | {Words.Share(honest.Groups[0].DeniedShare)} |\n");
            }
        }

        if (result.Poisoned.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Poisoned votes\n\nIf before `{result.Poisoned[0].Attack.Scenario.Name}` attackers had a share of the votes, each for everything being new and missing. One seed.\n\n| votes | bound on novelty | E | admitted to a puppet | contained |\n|--:|--:|--:|--:|--:|\n");
            foreach (var one in result.Poisoned)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {Words.Share(one.Share)} | {one.MostNew:0.00} | {Words.Share(one.Attack.Share)} | {(double)one.Attack.Admitted / Math.Max(1, one.Attack.Puppets):0} | {Words.Time(one.Attack.Containment)} |\n");
            }
        }

        text.Append(EvasionTable.Write(result.Evasions)).Append(EvasionTable.Write(result.Costs));
        AppendSources(text, result);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendHead(StringBuilder text, EvaluationResult result)
    {
        var settings = result.Settings;
        text.Append(CultureInfo.InvariantCulture, $"""
            # The exam of the defence, in virtual time

            Seeds {settings.WorldSeeds[0]} to {settings.WorldSeeds[^1]}, {(settings.IsTuning ? "of those for TUNING: these figures are no result" : "of those for reporting")} (tuning: below {EvaluationSettings.FirstReportingSeed:N0}; reporting: from there on); the other defences meet the first {settings.OtherSeeds} of them. Made by

                dotnet run -c Release --project load/QuotaGrid.Load -- {CommandLine.Of(settings)} --out FOLDER

            {result.People:N0} honest people in all worlds ({string.Join(", ", settings.Plans.Select(plan => $"every {settings.SampleScaleOf(plan):N0}th block of {plan.Name}"))} in the order of density, with all of its people), {result.MeanBook:0} contacts on average, watched for {settings.HonestDays:0} days.
            Attacks work on the whole plan and begin after {settings.WarmDays:0} days. QuotaGrid meets all of them in full. A defence that cannot end one meets, of an attack of more than about {settings.Budget:N0} lookups, as many times fewer puppets on as many times fewer blocks.
            E is the share of the registered numbers that was answered to the attacker until it was contained or ended. The time to detection is that of the first alert, or for a defence without alerts of its first denial;
            the attack is contained when 90 % of its puppets are, or for such a defence when they were denied anything.

            """);
    }

    private static void AppendLeaks(StringBuilder text, EvaluationResult result, PlanFigures plan, AttackSummary[] summaries)
    {
        var kinds = result.Settings.Defences;
        text.Append(CultureInfo.InvariantCulture, $"\n## Attacks on {plan.Name}\n\nE: median (p95).\n\n| attack | 1 : | {string.Join(" | ", kinds.Select(kind => kind.Title))} |\n|---|--:|{string.Concat(kinds.Select(_ => "--:|"))}\n");
        AppendRows(text, summaries, summary => $"{(summary.WasCut ? "over " : "")}{Words.Share(summary.Exposed)} ({Words.Share(summary.ExposedHigh)})", hasScale: true);
        text.Append(CultureInfo.InvariantCulture, $"\nTime to detection / containment: medians.\n\n| attack | {string.Join(" | ", kinds.Select(kind => kind.Title))} |\n|---|{string.Concat(kinds.Select(_ => "--:|"))}\n");
        AppendRows(text, summaries, summary => $"{Words.Time(summary.Detection)} / {Words.Time(summary.Containment)}", hasScale: false);
        text.Append(CultureInfo.InvariantCulture, $"\nPuppets found by their score at 10^-3 / 10^-4 / 10^-5 of honest people with them.\n\n| attack | {string.Join(" | ", kinds.Select(kind => kind.Title))} |\n|---|{string.Concat(kinds.Select(_ => "--:|"))}\n");
        AppendRows(text, summaries, summary => string.Join(" / ", FalsePositives.Select(rate => Words.Share(summary.Roc.RecallAt(rate)))), hasScale: false);
    }

    private static void AppendRows(StringBuilder text, AttackSummary[] summaries, Func<AttackSummary, string> cell, bool hasScale)
    {
        foreach (var attack in summaries.GroupBy(summary => summary.Scenario.Name))
        {
            var scale = hasScale ? FormattableString.Invariant($" {attack.First().Scale:0.#} |") : "";
            text.Append(CultureInfo.InvariantCulture, $"| {attack.Key} |{scale} {string.Join(" | ", attack.Select(cell))} |\n");
        }
    }

    private static void AppendHonest(StringBuilder text, EvaluationResult result, PlanFigures plan)
    {
        var rows = result.Settings.Defences.Select(kind => (kind.Title, Honest: AttackSummary.HonestOf(result, plan, kind))).ToArray();
        var groups = rows[0].Honest.Groups;
        text.Append(CultureInfo.InvariantCulture, $"\n## Honest people of {plan.Name}\n\nWho was denied at least one item in {result.Settings.HonestDays:0} days, and how many that were. In the head, how many there are in the first defence's worlds; the groups overlap.\n\n| defence | {string.Join(" | ", groups.Select(group => $"{group.Name} ({group.People.ToString("N0", CultureInfo.InvariantCulture)})"))} | items denied |\n|---|{string.Concat(groups.Select(_ => "--:|"))}--:|\n");
        foreach (var (title, honest) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {title} | {string.Join(" | ", honest.Groups.Select(Cell))} | {Words.Share(honest.DeniedItemShare)} |\n");
        }
    }

    private static string Cell(GroupResult group) =>
        group.Denied == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{Words.Share(group.DeniedShare)} ({group.Denied:N0})");

    private static void AppendSources(StringBuilder text, EvaluationResult result)
    {
        text.Append("\n## Attacks\n\n");
        foreach (var scenario in result.Settings.Scenarios)
        {
            text.Append(CultureInfo.InvariantCulture, $"- `{scenario.Name}`: {scenario.Description}; {scenario.Days:0.#} days at most\n");
        }

        text.Append("\n## Defences\n\n");
        foreach (var kind in result.Settings.Defences)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {kind.Title}: {kind.Source}\n");
        }
    }
}
