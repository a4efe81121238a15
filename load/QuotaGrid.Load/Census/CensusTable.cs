using QuotaGrid.Load.Reports;
using Spectre.Console;

namespace QuotaGrid.Load.Census;

/// <summary>A census on the console: attackers beside honest people, and what stands out.</summary>
public static class CensusTable
{
    /// <summary>The most attackers that are listed one by one.</summary>
    public const int MaxAttackersListed = 10;

    /// <summary>Shows what the census counted.</summary>
    public static void Show(IAnsiConsole console, CensusResult result)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(result);
        var (attack, honest) = (result.Attack.Counts, result.Honest.Counts);
        var table = new Table().RoundedBorder().Title($"census of {result.Settings.Country}, run {Markup.Escape(result.Settings.RunId)}");
        table.AddColumns(
            new(""), new TableColumn("[red]attackers[/]").RightAligned(), new TableColumn("[green]honest people[/]").RightAligned());
        Add("identities", result.Attackers.Count, result.People.Count);
        Add("numbers asked", attack.Asked, honest.Asked);
        Add("numbers answered", attack.Answered, honest.Answered);
        Add("numbers denied", attack.Denied, honest.Denied);
        Add("numbers invalid", attack.Invalid, honest.Invalid);
        Add("identities denied", Denied(result.Attackers), Denied(result.People));
        Add("seconds to first denial", attack.FirstDenial?.TotalSeconds, honest.FirstDenial?.TotalSeconds);
        Add("registered numbers read", attack.RegisteredAnswered, honest.RegisteredAnswered);
        Add("requests failed", attack.Failed, honest.Failed);
        table.AddRow("denied by", Names(result.Attack.DeniedBy()), Names(result.Honest.DeniedBy()));
        console.Write(table);

        if (result.Attackers.Count is > 0 and <= MaxAttackersListed)
        {
            var each = result.Attackers.Select(attacker => $"{attacker.RegisteredAnswered:N0}");
            console.WriteLine($"Registered numbers read by each attacker: {string.Join(", ", each)}.");
        }

        console.WriteLine(
            $"Without any limit the attack would have read {attack.Asked:N0} numbers in {result.Settings.Seconds} s, "
            + $"{attack.RegisteredAsked:N0} of them registered; with the server's limits it read {attack.Answered:N0}, "
            + $"{attack.RegisteredAnswered:N0} registered of the country's {result.Country.Registered:N0}.");
        if (result.Attackers.Count > 0 && !CensusReport.CanTell(result))
        {
            console.MarkupLine(
                "[yellow]Too small an attack to tell: without any limit it would have kept the gate too. Take more --seconds.[/]");
        }

        if (result.PeopleUnfinished > 0)
        {
            console.MarkupLineInterpolated(
                $"[yellow]{result.PeopleUnfinished:N0} people could not finish: the server was too slow for them.[/]");
        }

        ShowFailures("attackers", result.Attack);
        ShowFailures("honest people", result.Honest);

        void ShowFailures(string group, GroupTally tally)
        {
            foreach (var (reason, count) in tally.Failures())
            {
                console.MarkupLineInterpolated($"[yellow]{group}: {count:N0} requests failed: {reason}[/]");
            }
        }

        void Add(string row, double? attackers, double? people) =>
            table.AddRow(row, ReportTable.Number(attackers), ReportTable.Number(people));
    }

    private static int Denied(IEnumerable<LookupClient> clients) => clients.Count(client => client.Denied > 0);

    private static string Names(IReadOnlyDictionary<string, long> limits) =>
        limits.Count == 0
            ? "-"
            : Markup.Escape(string.Join(", ", limits.OrderByDescending(limit => limit.Value).Select(limit => limit.Key)));
}
