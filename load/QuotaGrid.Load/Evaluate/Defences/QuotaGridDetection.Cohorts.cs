using System.Collections.Immutable;
using System.Globalization;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Time;
using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <content>What the cohorts' grains would know, in one process, and told as a silo is: each second.</content>
public sealed partial class QuotaGridDetection
{
    private const double ExchangeSeconds = 1;
    private const int SecondsPerHour = 3_600;
    private const int HoursOfFirstSyncs = 48;

    // Who reports what honest people outside the run do; reporters of the replica come behind.
    private const ulong HonestReporter = 1;

    private static readonly ImmutableArray<string> Kinds = DeployedPolicy.Detection.Policy.Detection!.Cohorts;

    private readonly Dictionary<CohortKey, CohortLedger> _ledgers = [];
    private readonly Dictionary<CohortKey, CohortCounts> _honest = [];
    private readonly Cohort[] _cohorts = new Cohort[4];
    private CohortReplica? _replica;
    private ulong _reporters = HonestReporter;
    private double _signUpsPerHour;
    private double _exchangedAt = double.NegativeInfinity;

    private CohortReplica Replica => _replica ??= new CohortReplica(() => ++_reporters);

    /// <summary>Takes up what another one knows of honest people's cohorts.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="scale">How many people stand behind each of its people.</param>
    private void TakeUpCohorts(QuotaGridDetection other, double scale)
    {
        var hours = (HonestSchedule.Seconds / SecondsPerHour) - HoursOfFirstSyncs;
        _signUpsPerHour = _world.People.Length * HonestPeople.SignUpShare * scale / hours;
        foreach (var (key, ledger) in other._ledgers)
        {
            _honest[key] = new((long)Math.Round(ledger.Totals.Members * scale), (long)Math.Round(ledger.Totals.Convicted * scale), 0, 0);
        }
    }

    private CohortSight CohortsOf(in ContactRequest request)
    {
        var attributes = request.Attributes;
        _cohorts[0] = Cohort.Of("network", TextOf(attributes.Network));
        _cohorts[1] = Cohort.Of("asn", TextOf(attributes.Operator));
        _cohorts[2] = Cohort.Of("client", TextOf(attributes.Client));
        _cohorts[3] = Cohort.Of("build", TextOf(attributes.Build));
        return new CohortSight(Replica, Kinds, _cohorts, request.Identity);
    }

    private void ExchangeWhenDue(Instant now)
    {
        if (_second - _exchangedAt < ExchangeSeconds)
        {
            return;
        }

        _exchangedAt = _second;
        while (Replica.TryTake(out var cohort))
        {
            if (!_ledgers.TryGetValue(cohort.Key, out var ledger))
            {
                ledger = _ledgers[cohort.Key] = new CohortLedger();
                ledger.Report(new CohortReport(HonestReporter, HonestCountsOf(cohort.Key), default), now);
            }

            var report = cohort.Report();
            RefillByHonest(cohort.Key, ledger, report, now);
            cohort.Learn(report.Counts, ledger.Report(report, now));
        }
    }

    // Who shares a cohort with honest people finds that they have given back whatever puppets took; those who came while the attack went on are not in the run.
    private void RefillByHonest(CohortKey key, CohortLedger ledger, in CohortReport report, Instant now)
    {
        if (_isBranch && (_honest.ContainsKey(key) || key.Cohort.Kind == Cohort.SignUpHourKind))
        {
            var counts = HonestCountsOf(key);
            _honest[key] = counts with { Earned = Math.Max(counts.Earned, report.Counts.Spent) };
            ledger.Report(new CohortReport(HonestReporter, _honest[key], default), now);
        }
    }

    // Those who sign up in the hours of an attack are not in the run.
    private CohortCounts HonestCountsOf(CohortKey key) =>
        _honest.TryGetValue(key, out var counts) || key.Cohort.Kind != Cohort.SignUpHourKind || !_isBranch ? counts : new((long)_signUpsPerHour, 0, 0, 0);

    private static string TextOf(int attribute) => attribute.ToString(CultureInfo.InvariantCulture);
}
