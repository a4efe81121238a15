using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Cohorts;

/// <summary>
/// Keeps up what this silo knows of cohorts: each second it tells those that somebody came with what was counted here, and is told what all silos counted. No decision waits for it, so each silo may let new
/// members have the whole of a first-sync credit before it is told what the others did: within a second or two, at most as many times the credit as there are silos.
/// </summary>
internal sealed partial class SiloCohorts : SiloLoop
{
    /// <summary>The most cohorts that are told in a second; more wait for the next one, so what is known of each is as many seconds old.</summary>
    public const int MaxPerSecond = 256;

    // A silo behind a slow database or network has no more messages under way than this.
    private const int MaxInFlight = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CohortReplica _replica = new(() => Math.Max(1, RandomId.Next()));
    private readonly IGrainFactory _grains;
    private readonly GrainInstruments _instruments;
    private readonly ILogger<SiloCohorts> _logger;

    public SiloCohorts(IGrainFactory grains, TimeProvider time, GrainInstruments instruments, ILogger<SiloCohorts> logger)
        : base(Interval, time)
    {
        (_grains, _instruments, _logger) = (grains, instruments, logger);
        instruments.ObserveCohorts(() => (_replica.Count, _replica.UsedUp, _replica.Dropped));
    }

    /// <summary>What a decision looks at.</summary>
    /// <param name="detection">How identities are watched.</param>
    /// <param name="cohorts">With which cohorts the identity comes; those that the policy does not name are not looked at.</param>
    /// <param name="identity">The identity.</param>
    public CohortSight SightOf(Detection detection, ImmutableArray<Cohort> cohorts, Identity identity) =>
        detection.Cohorts.IsEmpty
            ? default
            : new CohortSight(_replica, detection.Cohorts, cohorts.AsSpan(), identity.Value.GetHashCode(StringComparison.Ordinal));

    /// <summary>Tells what was counted here and not told yet.</summary>
    protected override Task EndAsync() => ExchangeAsync(int.MaxValue);

    /// <inheritdoc />
    protected override Task TurnAsync(int turn) => ExchangeAsync(MaxPerSecond);

    private Task ExchangeAsync(int most) =>
        Parallel.ForEachAsync(Take(most), new ParallelOptions { MaxDegreeOfParallelism = MaxInFlight }, async (cohort, _) => await ExchangeAsync(cohort));

    private List<HeldCohort> Take(int most)
    {
        var taken = new List<HeldCohort>();
        while (taken.Count < most && _replica.TryTake(out var cohort))
        {
            taken.Add(cohort);
        }

        return taken;
    }

    private async Task ExchangeAsync(HeldCohort cohort)
    {
        var report = cohort.Report();
        try
        {
            var totals = await _grains.GetGrain<ICohortGrain>(cohort.Key.ToString()).ExchangeAsync(report).AsTask().WaitAsync(Patience, Time);
            cohort.Learn(report.Counts, totals);
            _instruments.OnCohortExchanged(GrainInstruments.Answered);
        }
        catch (Exception)
        {
            // What it was to be told waits, and is told with what comes next.
            _replica.OnUsed(cohort);
            _instruments.OnCohortExchanged(GrainInstruments.Failed);
            return;
        }

        if (cohort.TurnsUsedUp())
        {
            LogUsedUp(_logger, cohort.Key.Cohort.ToString(), cohort.Key.Capability.Value, cohort.Totals.Members, cohort.Totals.Convicted);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "New members of {Cohort} have used up what they may ask of {Capability} together that is new to everyone: of {Members:0} members {Convicted:0} are convicted of sweeping.")]
    private static partial void LogUsedUp(ILogger logger, string cohort, string capability, double members, double convicted);
}
