using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Census;

/// <summary>Turns what a census counted into figures with gates.</summary>
public static class CensusReport
{
    /// <summary>
    /// The most of a country's registered numbers that the attack may read, as a share: about each identity's first-sync allowance.
    /// </summary>
    public const double MaxShareRead = 1e-4;

    /// <summary>The most of the honest people who may be denied an item, as a share.</summary>
    public const double MaxPeopleDenied = 0.01;

    /// <summary>The most requests that may fail, as a share: a server that is down leaks nothing, and proves nothing.</summary>
    public const double MaxRequestsFailed = 0.01;

    /// <summary>Makes the report.</summary>
    public static Report Create(CensusResult result, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new("census", result.Settings.Seed, machine, [.. AttackFigures(result), .. HonestFigures(result), .. ServerFigures(result)]);
    }

    /// <summary>
    /// Whether the attack was large enough to miss the gate. One that asks for less than the gate keeps it against any server, limits
    /// or none, so nothing is promised of it.
    /// </summary>
    public static bool CanTell(CensusResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.ShareAsked > MaxShareRead;
    }

    private static IEnumerable<Figure> AttackFigures(CensusResult result)
    {
        var attack = result.Attack.Counts;
        var read = result.Attackers.Select(attacker => (double)attacker.RegisteredAnswered).ToArray();
        return
        [
            Figure.Of("e.count", attack.RegisteredAnswered, "{number}"),
            CanTell(result)
                ? Figure.AtMost("e.share", result.ShareRead, "1", MaxShareRead)
                : Figure.Of("e.share", result.ShareRead, "1"),
            Figure.Of("e.attacker.mean", read.Length == 0 ? null : read.Average(), "{number}"),
            Figure.Of("e.attacker.max", read.Length == 0 ? null : read.Max(), "{number}"),
            .. GroupFigures("attackers", attack),

            // What e.share is on average over seeds: which blocks are dense where the sweeps begin is luck.
            Figure.Of("attackers.answered.share", (double)attack.Answered / result.Country.Numbers, "1"),
            Figure.Of("unlimited.numbers", attack.Asked, "{number}"),
            Figure.Of("unlimited.registered", attack.RegisteredAsked, "{number}"),
            Figure.Of("unlimited.share", result.ShareAsked, "1"),
        ];
    }

    private static IEnumerable<Figure> HonestFigures(CensusResult result)
    {
        var honest = result.Honest.Counts;
        var denied = result.People.Count(person => person.Denied > 0);
        return
        [
            .. GroupFigures("honest", honest),
            Figure.Of("honest.people", result.People.Count, "{person}"),
            Figure.Of("honest.people.unfinished", result.PeopleUnfinished, "{person}"),
            Figure.Of("honest.people.denied", denied, "{person}"),
            Figure.AtMost("honest.people.denied.share", Share(denied, result.People.Count), "1", MaxPeopleDenied),
            Figure.Of("honest.items.denied.share", Share(honest.Denied, honest.Decided), "1"),
        ];
    }

    private static IEnumerable<Figure> ServerFigures(CensusResult result)
    {
        var (attack, honest) = (result.Attack.Counts, result.Honest.Counts);
        var (requests, failed) = (attack.Requests + honest.Requests, attack.Failed + honest.Failed);
        var latencies = result.Honest.DecisionMilliseconds();

        // The last batch is due before the end, so a run that ended early by a fraction of a second still lasted its time.
        var seconds = Math.Max(result.Elapsed.TotalSeconds, result.Settings.Seconds);
        return
        [
            Figure.Of("requests", requests, "{request}"),
            Figure.Of("requests.failed", failed, "{request}"),
            Figure.AtMost("requests.failed.share", Share(failed, requests), "1", MaxRequestsFailed),
            Figure.Of("decision.latency.p50", Percentile.Of(latencies, 0.5), "ms"),
            Figure.Of("decision.latency.p99", Percentile.Of(latencies, 0.99), "ms"),
            Figure.Of("attackers.lookups.rate", attack.Decided / seconds, "{lookup}/s"),
            Figure.Of("lookups.rate", (attack.Decided + honest.Decided) / seconds, "{lookup}/s"),
        ];
    }

    private static IEnumerable<Figure> GroupFigures(string group, GroupCounts counts) =>
    [
        Figure.Of($"{group}.asked", counts.Asked, "{number}"),
        Figure.Of($"{group}.answered", counts.Answered, "{number}"),
        Figure.Of($"{group}.denied", counts.Denied, "{number}"),
        Figure.Of($"{group}.invalid", counts.Invalid, "{number}"),
        Figure.Of($"{group}.denied.first", counts.FirstDenial?.TotalSeconds, "s"),
    ];

    // None of nothing is none: a run without people denies nobody.
    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
