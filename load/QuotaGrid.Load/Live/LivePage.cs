using System.Globalization;
using System.Text;
using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Reporting;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Live;

/// <summary>A live run as a page in Markdown.</summary>
public static class LivePage
{
    /// <summary>What came of an attack, in a line.</summary>
    public static string Summary(LiveAttackResult attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {attack.Puppets:N0} puppets asked for {attack.Asked:N0}, were admitted {attack.Admitted:N0}, {attack.Exposed:N0} of them registered: E {Words.Share(attack.Share)}; first alert after {Words.Time(attack.DetectionInAttack)}, contained after {Words.Time(attack.Containment)}; {attack.Convicted:N0} convicted, {attack.Contained:N0} contained");
    }

    /// <summary>Writes the page.</summary>
    public static string Write(LiveResult result, Report report)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(report);
        var (settings, machine) = (result.Settings, report.Machine);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # The exam against a running cluster

            {LiveCluster.SiloCount} silo processes on PostgreSQL and {LiveCluster.GatewayCount} gateway processes over HTTP, with the runner on the same machine ({machine.Cpu}, {machine.Cores} cores, {machine.Os}, {machine.Runtime}).

                {CommandLineOf(settings)}

            The policy is `deploy/policies/contacts-detection.json` with its detection enforced and a horizon of {Words.Time(settings.Horizon.TotalSeconds)} for 30 days, because people's lives and the slow attacks are {settings.Speed:0} times faster than in the exam. Puppets sweep blocks in which
            the honest people live. E is the share of the registered numbers of the whole US plan that was answered until 90 % of the puppets were contained, or until the attack's end; times are those of the attack, and in brackets those of the clock.


            """);
        Attacks(text, result);
        People(text, result);
        Costs(text, result);
        return text.ToString();
    }

    private static string CommandLineOf(LiveSettings settings) => string.Join(' ',
    [
        "dotnet run -c Release --project load/QuotaGrid.Load -- live",
        .. (string[])(settings.IsQuick ? ["--quick"] : []),
        $"--seed {settings.Seed}",
        .. (string[])(settings.Parts.SequenceEqual(new LiveSettings(settings.Seed, settings.IsQuick, settings.Program, null).Parts) ? [] : ["--part", .. settings.Parts]),
    ]);

    private static void Attacks(StringBuilder text, LiveResult result)
    {
        if (result.Attacks.Count == 0)
        {
            return;
        }

        text.Append("| attack | times faster | puppets | asked | admitted | registered | E | registered for each puppet | first alert | 90 % contained | convicted | contained |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var attack in result.Attacks)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {attack.Scenario.Attack.Name}: {attack.Scenario.Attack.Description} | {attack.Scenario.Speed:0} | {attack.Puppets:N0} | {attack.Asked:N0} | {attack.Admitted:N0} | {attack.Exposed:N0} | {Gated(attack, GateFigure.Exposed, Words.Share, attack.Share)} | {Gated(attack, GateFigure.UsefulPerPuppet, Number, attack.UsefulPerPuppet)} | {Gated(attack, GateFigure.Detection, Words.Time, attack.DetectionInAttack)} ({Words.Time(attack.Detection)}) | {Words.Time(attack.Containment)} | {Words.Share((double)attack.Convicted / Math.Max(1, attack.Puppets))} | {Words.Share((double)attack.Contained / Math.Max(1, attack.Puppets))} |\n");
        }

        text.Append('\n');
    }

    private static string Number(double? value) => value is null ? "-" : Words.Number(value.Value, "0.#");

    private static string Gated(LiveAttackResult attack, GateFigure figure, Func<double?, string> write, double? value) =>
        attack.Scenario.Attack.Gates.FirstOrDefault(gate => gate.Figure == figure) is { } gate
            ? $"{write(value)} (gate {write(gate.Bound)}: {(value <= gate.Bound ? "met" : "**MISSED**")})"
            : write(value);

    private static void People(StringBuilder text, LiveResult result)
    {
        if (!result.Settings.HasPeople)
        {
            return;
        }

        var milliseconds = result.People.Milliseconds();
        text.Append(
            CultureInfo.InvariantCulture,
            $"Of {result.People.Asked:N0} honest people, who asked for {result.People.Items:N0} numbers before and during the attacks, {result.ConvictedPeople:N0} were convicted and {result.People.Denied:N0} denied anything; {result.Requests:N0} requests were sent in all, and {result.Failed:N0} had no usable answer and were sent again. "
            + $"People waited for a decision {Percentile.Of(milliseconds, 0.5):0.#} ms (p50) and {Percentile.Of(milliseconds, 0.99):0.#} ms (p99), with everything on {Environment.ProcessorCount} cores.\n\n");
    }

    private static void Costs(StringBuilder text, LiveResult result)
    {
        if (result.Costs.Count == 0)
        {
            return;
        }

        text.Append("| figure | value | unit | gate | |\n|---|--:|---|--:|---|\n");
        foreach (var figure in result.Costs)
        {
            var (gate, met) = figure.Met switch { true => (ReportTable.Number(figure.Gate), "met"), false => (ReportTable.Number(figure.Gate), "**MISSED**"), null => ("", "") };
            text.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {ReportTable.Number(figure.Value)} | {(figure.Unit == "1" ? "" : figure.Unit)} | {(gate.Length > 0 ? "at most " : "")}{gate} | {met} |\n");
        }
    }
}
