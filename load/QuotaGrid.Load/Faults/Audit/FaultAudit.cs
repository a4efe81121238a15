namespace QuotaGrid.Load.Faults.Audit;

/// <summary>
/// Holds what gateways logged against the contract: in any window an identity is admitted at most burst + rate x (window + lease). Shares no code with the product: it knows the logs, and the
/// limits from <see cref="FaultPopulation"/>.
/// </summary>
public static class FaultAudit
{
    // How long a lease lasts, as the product promises: a thirtieth of the shortest period of the policy's limits, from 2 to 10 seconds.
    private const double ShortestLeaseSeconds = 2;
    private const double LongestLeaseSeconds = 10;
    private const double LeasesPerPeriod = 30;

    /// <summary>
    /// What clocks may be off by, in seconds: a gateway notes the time of an admission when its code goes on behind it, which on a busy machine is some time after it.
    /// </summary>
    public const double SlackSeconds = 0.25;

    /// <summary>How long before the end of a run everything has to be answered again, in seconds.</summary>
    public const double LastSeconds = 8;

    private const double NanosPerSecond = 1e9;

    /// <summary>Audits a run.</summary>
    /// <param name="scenario">The name of what was done to the cluster.</param>
    /// <param name="asks">The requests of all gateways, in any order.</param>
    /// <param name="times">What else is known.</param>
    public static FaultResult Audit(string scenario, IEnumerable<Ask> asks, FaultTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        Ask[] all = [.. asks.OrderBy(ask => ask.EndNanos)];
        var byIdentity = all.GroupBy(ask => ask.Identity).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        var silences = byIdentity.Select(Silence.Longest).Order().ToArray();
        var end = all.Select(ask => ask.EndNanos).DefaultIfEmpty().Max();
        var lastFailure = all.Where(ask => !ask.IsAnswered).Select(ask => ask.EndNanos).DefaultIfEmpty().Max();
        return new FaultResult
        {
            Scenario = scenario,
            Requests = all.Length,
            Unanswered = all.Count(ask => !ask.IsAnswered),
            Silent = TimeSpan.FromSeconds(Silence.Longest(all) / NanosPerSecond),
            SilentIdentity = TimeSpan.FromSeconds(silences.LastOrDefault() / NanosPerSecond),
            SilentHalf = TimeSpan.FromSeconds(silences.ElementAtOrDefault(silences.Length / 2) / NanosPerSecond),
            Recovery = times.FaultNanos is { } fault ? TimeSpan.FromSeconds(Math.Max(0, lastFailure - fault) / NanosPerSecond) : null,
            UnansweredAtEnd = all.Count(ask => !ask.IsAnswered && ask.StartNanos > end - (LastSeconds * NanosPerSecond)),
            Declared = times.Declared,
            Evicted = times.Evicted,
            StartNanos = all.Select(ask => ask.StartNanos).DefaultIfEmpty().Min(),
            Limits = [.. byIdentity.SelectMany(AuditIdentity)],
        };
    }

    /// <summary>How long a lease of an identity lasts, in seconds.</summary>
    public static double LeaseSecondsOf(FaultGroup group) =>
        Math.Clamp(group.Limits.Min(limit => limit.PeriodSeconds) / LeasesPerPeriod, ShortestLeaseSeconds, LongestLeaseSeconds);

    private static IEnumerable<LimitAudit> AuditIdentity(Ask[] asks)
    {
        var identity = FaultPopulation.Identities[asks[0].Identity];
        return identity.Group.Limits.Select(limit => AuditLimit(identity, limit, asks));
    }

    private static LimitAudit AuditLimit(FaultIdentity identity, FaultLimit limit, Ask[] asks)
    {
        var bucket = new TokenBucket(limit.PerSecond, limit.Within(LeaseSecondsOf(identity.Group) + SlackSeconds));
        var (known, wanted, asked) = (new HashSet<long>(), new HashSet<long>(), 0L);
        foreach (var ask in asks)
        {
            var permits = limit.IsNovel ? ask.Targets.Count(target => target > 0 && known.Add(target)) : Math.Max(0, ask.Admitted);
            if (permits > 0)
            {
                bucket.Admit(ask.EndNanos, permits);
            }

            wanted.UnionWith(ask.Targets.Select(Math.Abs));
            asked += ask.Items;
        }

        var seconds = (asks.Max(ask => ask.EndNanos) - asks.Min(ask => ask.StartNanos)) / NanosPerSecond;
        var allowed = Math.Min(limit.IsNovel ? wanted.Count : asked, Math.Floor(limit.Within(seconds)));
        return new LimitAudit(identity, limit, bucket.Admitted, bucket.Over, bucket.FirstOverNanos, allowed);
    }
}
