using System.Diagnostics;
using System.Diagnostics.Metrics;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Grains.Sentinel;

namespace QuotaGrid.Grains.Hosting;

/// <summary>What a silo counts. The names are part of the product: dashboards and alerts are built on them.</summary>
public sealed class GrainInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "QuotaGrid.Grains";

    internal const string CapabilityTag = "quotagrid.capability";
    internal const string OutcomeTag = "quotagrid.outcome";
    internal const string StageTag = "quotagrid.stage";
    internal const string ResultTag = "quotagrid.result";
    internal const string SignalTag = "quotagrid.signal";
    internal const string ActionTag = "quotagrid.action";
    internal const string ScopeTag = "quotagrid.scope";

    internal const string Written = "written";
    internal const string Conflict = "conflict";
    internal const string Failed = "failed";
    internal const string Answered = "answered";
    internal const string Dropped = "dropped";
    internal const string Delivered = "delivered";
    internal const string Retried = "retried";

    internal const string IdentityScope = "identity";
    internal const string CohortScope = "cohort";
    internal const string CampaignScope = "campaign";

    private readonly Counter<long> _decisions;
    private readonly Counter<long> _novel;
    private readonly Histogram<double> _snapshotDuration;
    private readonly Histogram<long> _snapshotSize;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _budgetReports;
    private readonly Counter<long> _exchanges;
    private readonly Counter<long> _convictions;
    private readonly Counter<long> _contained;
    private readonly Counter<long> _notices;
    private readonly Counter<long> _webhooks;
    private volatile SentinelFigures _sentinel = SentinelFigures.None;
    private readonly Counter<long> _cohortExchanges;
    private Func<(long Bytes, long Regions, long Dropped)> _coverage = static () => default;
    private Func<(long Held, long UsedUp, long Dropped)> _cohorts = static () => default;

    /// <summary>Creates the silo's instruments.</summary>
    public GrainInstruments(IMeterFactory meters, PolicyCache policies)
    {
        var meter = meters.Create(MeterName);
        _decisions = meter.CreateCounter<long>("quotagrid.identity.decisions", "{decision}", "Decisions made by identity grains.");
        _novel = meter.CreateCounter<long>("quotagrid.identity.novel", "{target}", "Admitted targets that were new to their identity.");
        _active = meter.CreateUpDownCounter<long>("quotagrid.identity.active", "{identity}", "Identities in this silo's memory.");
        _budgetReports = meter.CreateCounter<long>("quotagrid.budget.reports", "{report}", "Reports of this silo to budgets, by what became of them.");
        _exchanges = meter.CreateCounter<long>("quotagrid.coverage.exchanges", "{message}", "Messages of this silo to regions and baselines, by what became of them.");
        _convictions = meter.CreateCounter<long>("quotagrid.identity.convictions", "{conviction}", "Identities convicted of sweeping, by what did most for it and what is done.");
        _contained = meter.CreateCounter<long>("quotagrid.containment.decisions", "{decision}", "Decisions in which a containment denied something, by what is done and about whom.");
        _notices = meter.CreateCounter<long>("quotagrid.sentinel.notices", "{conviction}", "Convictions on their way to the sentinel, by what became of it.");
        _webhooks = meter.CreateCounter<long>("quotagrid.webhook.deliveries", "{delivery}", "Deliveries of events to the webhook, by what became of it.");
        meter.CreateObservableGauge(
            "quotagrid.campaign.open",
            () => _sentinel.Campaigns.Select(one => new Measurement<long>(one.Campaigns, new KeyValuePair<string, object?>(CapabilityTag, one.Capability.Value))),
            "{campaign}",
            "Open campaigns; told by the silo that has the sentinel.");
        meter.CreateObservableGauge(
            "quotagrid.campaign.members",
            () => _sentinel.Campaigns.Select(one => new Measurement<long>(one.Members, new KeyValuePair<string, object?>(CapabilityTag, one.Capability.Value))),
            "{identity}",
            "Convicted identities in open campaigns.");
        meter.CreateObservableGauge("quotagrid.containment.active", ObserveContainments, "{containment}", "Containments of cohorts in force, by whether a campaign or an operator contains.");
        _cohortExchanges = meter.CreateCounter<long>("quotagrid.cohort.exchanges", "{message}", "Messages of this silo to cohorts, by what became of them.");
        meter.CreateObservableGauge("quotagrid.cohort.held", () => _cohorts().Held, "{cohort}", "Cohorts in this silo's memory.");
        meter.CreateObservableGauge("quotagrid.cohort.used_up", () => _cohorts().UsedUp, "{cohort}", "Cohorts among them whose first-sync credit is used up.");
        meter.CreateObservableCounter("quotagrid.cohort.dropped", () => _cohorts().Dropped, "{cohort}", "Cohorts let go of because a bound was reached.");
        meter.CreateObservableGauge("quotagrid.coverage.size", () => _coverage().Bytes, "By", "Memory of this silo's copy of what was asked for.");
        meter.CreateObservableGauge("quotagrid.coverage.regions", () => _coverage().Regions, "{region}", "Regions in it.");
        meter.CreateObservableCounter("quotagrid.coverage.dropped", () => _coverage().Dropped, "{drop}", "Regions and marks dropped because a bound was reached.");
        _snapshotDuration = meter.CreateHistogram(
            "quotagrid.snapshot.duration",
            "s",
            "How long an identity's snapshot took to store.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });
        _snapshotSize = meter.CreateHistogram(
            "quotagrid.snapshot.size",
            "By",
            "The size of an identity's snapshot.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [128, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072] });
        meter.CreateObservableGauge("quotagrid.policy.version", () => policies.Current?.Version ?? 0, "{version}", "The policy set in force on this silo.");
    }

    internal void OnActivated() => _active.Add(1);

    internal void OnDeactivated() => _active.Add(-1);

    internal void OnBudgetReport(string result) => _budgetReports.Add(1, new TagList { { ResultTag, result } });

    internal void OnExchanged(string result) => _exchanges.Add(1, new TagList { { ResultTag, result } });

    internal void OnConvicted(Capability capability, in Conviction conviction) => _convictions.Add(1, new TagList
    {
        { CapabilityTag, capability.Value },
        { SignalTag, DecisionWords.WordFor(conviction.Signal) },
        { ActionTag, DecisionWords.WordFor(conviction.Action) },
        { StageTag, DecisionWords.WordFor(conviction.Stage) },
    });

    internal void OnContained(ContainmentAction action, string scope) =>
        _contained.Add(1, new TagList { { ActionTag, DecisionWords.WordFor(action) }, { ScopeTag, scope } });

    internal void OnNotices(string result, int notices)
    {
        if (notices > 0)
        {
            _notices.Add(notices, new TagList { { ResultTag, result } });
        }
    }

    internal void OnWebhook(string result) => _webhooks.Add(1, new TagList { { ResultTag, result } });

    internal void OnSentinel(SentinelFigures figures) => _sentinel = figures;

    internal void OnCohortExchanged(string result) => _cohortExchanges.Add(1, new TagList { { ResultTag, result } });

    internal void ObserveCohorts(Func<(long Held, long UsedUp, long Dropped)> cohorts) => _cohorts = cohorts;

    internal void ObserveCoverage(Func<(long Bytes, long Regions, long Dropped)> coverage) => _coverage = coverage;

    internal void OnDecided(Capability capability, Decision decision)
    {
        if (_decisions.Enabled)
        {
            _decisions.Add(1, new TagList
            {
                { CapabilityTag, capability.Value },
                { OutcomeTag, DecisionWords.WordFor(decision.Outcome) },
                { StageTag, DecisionWords.WordFor(decision.Stage) },
            });
            _novel.Add(decision.Novel, new TagList { { CapabilityTag, capability.Value } });
        }
    }

    private IEnumerable<Measurement<long>> ObserveContainments() => _sentinel.Containments.Select(one => new Measurement<long>(
        one.Count,
        new KeyValuePair<string, object?>(ScopeTag, one.IsByCampaign ? CampaignScope : CohortScope),
        new KeyValuePair<string, object?>(ActionTag, DecisionWords.WordFor(one.Action)),
        new KeyValuePair<string, object?>(StageTag, DecisionWords.WordFor(one.Stage))));

    internal void OnSnapshot(string result, TimeSpan duration, int bytes)
    {
        _snapshotDuration.Record(duration.TotalSeconds, new TagList { { ResultTag, result } });
        _snapshotSize.Record(bytes);
    }
}
