using System.Collections.Immutable;
using System.Text;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Budgets;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Contracts.Sentinel;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Cluster.Tests.Wire;

/// <summary>One value of each type that travels between processes.</summary>
internal static class WireSamples
{
    private static readonly LimitStatus Novel = new("novel-30d", LimitKind.Novel, 5000, TimeSpan.FromDays(30), 4998, TimeSpan.FromSeconds(518.4));

    private static readonly LookupEvidence Evidence = new()
    {
        Requests = 1,
        Asked = 2,
        Denied = 3,
        Novel = 4,
        Found = 5,
        Missing = 6,
        Unmatched = 7,
        FirstSeen = new Instant(1_764_000_000_000_000_000),
        LastSeen = new Instant(1_764_000_000_000_000_001),
    };

    private static readonly Decision Partial = new()
    {
        Outcome = Outcome.Partial,
        Allowed = ItemSet.All(1).Moved([1], 3),
        Limit = "novel-30d",
        RetryAfter = TimeSpan.FromSeconds(412.5),
        Action = ContainmentAction.None,
        Stage = Stage.Enforced,
        Policy = "contacts-default",
        Limits = [Novel],
        Novel = 1,
    };

    private static readonly Decision ShadowDecision = Partial with
    {
        Outcome = Outcome.Allowed,
        Allowed = ItemSet.All(3),
        ShadowDenied = ItemSet.All(2).Moved([0, 2], 3),
        RetryAfter = null,
        Stage = Stage.Shadow,
        Limits = [],
    };

    private static readonly LookupRequest Request = new(TestPolicies.Lookup, Plan.Default, Requests.Batch(1, 2), Admission.Whole);

    private static readonly OutcomeReport Outcomes = new(TestPolicies.Lookup, Requests.Batch(1), Requests.Batch(2, 3));

    private static readonly IdentityReport Report = new("acct-42", 3, [new("accounts.lookup", "default", null, [Novel], 17, Evidence)]);

    private static readonly Epoch Activation = new(0x0102_0304_0506_0708);

    private static readonly SyncReport LeaseReport = new()
    {
        Holder = new HolderId(0x1122_3344_5566_7788),
        Number = 9,
        Plan = Plan.Parse("partner"),
        Epoch = Activation,
        EpochSince = 5,
        OpenLease = 8,
        Returned = [new LeaseReturn(7, new Permits(3, 2, 1))],
        Position = 40,
        Targets = [new LoggedTargets(Activation, 7, Requests.Batch(1, 2)), new LoggedTargets(default, 0, Requests.Batch(3))],
        DurablePosition = 39,
        Counts = new UseCounts(30, 60, 4),
        DurableCounts = new UseCounts(10, 20, 3),
        Wanted = new Permits(100, 50, 10),
        IsLast = true,
    };

    private static readonly SyncReply LeaseReply = new()
    {
        Number = 9,
        Epoch = Activation,
        Granted = new Permits(100, Permits.Most, 10),
        LeaseNanos = 2_000_000_000,
        KnownNanos = 3_600_000_000_000,
        DenyNanos = 518_400_000_000,
        DenyLimit = "items-30d",
        DurablePosition = 43,
        DurableCounts = new UseCounts(20, 40, 3),
        Limits = [Novel],
    };

    private static readonly RegionKey Manhattan = RegionKey.Parse("e164:1212");

    private static readonly TargetPlace Place = new(Manhattan, 555, 4_242);

    private static readonly RegionPosition Position = new(Activation, 7, 9, 64);

    private static readonly HonestBounds Bounds = new(ShareBound.Of(0.25), ShareBound.Of(0.5), ShareBound.Whole);

    private static readonly Conviction Convicted = new()
    {
        Count = 2,
        Action = ContainmentAction.Challenge,
        Stage = Stage.Enforced,
        Since = new Instant(1_764_000_000_000_000_000),
        Until = new Instant(1_764_604_800_000_000_000),
        Signal = Signal.Churn,
        LogEValue = 14.25,
    };

    private static readonly Cohort Network = Cohort.Of("asn", "64500");

    private static readonly TouchedBlock Block = new(Manhattan, 555, 17);

    private static readonly SharedCohort Shared = new(Network, 40, 0.001, 120);

    private static readonly CohortContainment ByCampaign = new(TestPolicies.Lookup, [Network, Cohort.Of("client", "ja4:x")], new Instant(1_764_000_000_000_000_000))
    {
        Campaign = new CampaignId(0x0102_0304_0506_0708),
        Members = 40,
        LastGrown = new Instant(1_764_000_000_000_000_001),
        NewSince = new Instant(1_763_000_000_000_000_000),
        Until = new Instant(1_765_000_000_000_000_000),
    };

    private static readonly CohortContainment ByOperator = new(TestPolicies.Lookup, [Network], new Instant(1_764_000_000_000_000_000)) { Action = ContainmentAction.Block, Until = new Instant(1_765_000_000_000_000_000) };

    private static readonly CampaignReport Campaign = new(new CampaignId(0x0102_0304_0506_0708), TestPolicies.Lookup, new Instant(1_764_000_000_000_000_000), new Instant(1_764_000_000_000_000_001))
    {
        OpenedBy = Network,
        FirstConvicted = new Instant(1_763_000_000_000_000_000),
        Closed = new Instant(1_765_000_000_000_000_000),
        IsPardoned = true,
        Members = 40,
        Cohorts = [Shared],
        Spans = [new BlockSpan(Manhattan, 5, 9)],
        Containment = ByCampaign,
        Named = [Identity.Parse("acct-42")],
    };

    /// <summary>The values, by name.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["BudgetReport"] = new BudgetReport("tenant:acme", 3, [Novel], 2),
        ["BudgetUnavailableException"] = new BudgetUnavailableException("tenant:acme"),
        ["BlockSpan"] = new BlockSpan(Manhattan, 5, 9),
        ["CampaignId"] = new CampaignId(0x0102_0304_0506_0708),
        ["CampaignReport"] = Campaign,
        ["CampaignReport.Open"] = new CampaignReport(new CampaignId(7), TestPolicies.Lookup, new Instant(1), new Instant(2)),
        ["Capability"] = TestPolicies.Lookup,
        ["ChallengeId"] = new ChallengeId(0x0102_0304_0506_0708),
        ["ChallengeResult"] = ChallengeResult.Exhausted,
        ["CohortContainment"] = ByCampaign,
        ["CohortContainment.Operator"] = ByOperator,
        ["CohortSize"] = new CohortSize(Network, 120, 100_000),
        ["ConvictionNotice"] = new ConvictionNotice(Identity.Parse("acct-42"), TestPolicies.Lookup, Convicted, [Block], [new CohortSize(Network, 120, 100_000)]),
        ["GroupContainment"] = new GroupContainment(ByOperator, ContainmentAction.Block, Stage.Enforced, new Instant(1_765_000_000_000_000_000)),
        ["GroupContainment.None"] = default(GroupContainment),
        ["SentinelReply"] = new SentinelReply(7, [ByCampaign, ByOperator]),
        ["SentinelReply.Same"] = new SentinelReply(7, null),
        ["SentinelReport"] = new SentinelReport([Campaign], 3, [ByCampaign]),
        ["SharedCohort"] = Shared,
        ["SweepReport.Group"] = new SweepReport(1.5, [0.5, -0.5, 0, 0.25, 2], Convicted)
        {
            Blocks = [Block],
            DifferentBlocks = 21,
            Group = new GroupContainment(ByCampaign, ContainmentAction.Tighten, Stage.Shadow, new Instant(1_765_000_000_000_000_000)),
        },
        ["TouchedBlock"] = Block,
        ["Cohort"] = Cohort.Of("asn", "64500"),
        ["CohortCounts"] = new CohortCounts(7, 2, 3_072, 341),
        ["CohortKey"] = new CohortKey(TestPolicies.Lookup, Cohort.Of("asn", "64500")),
        ["CohortReport"] = new CohortReport(0x1122_3344_5566_7788, new CohortCounts(7, 2, 3_072, 341), new CohortCounts(5, 1, 1_024, 0)),
        ["CohortStatus"] = new CohortStatus(Cohort.Of("asn", "64500"), new CohortTotals(7.5, 2, 997)),
        ["CohortTotals"] = new CohortTotals(7.5, 2, 997),
        ["Conviction"] = Convicted,
        ["Conviction.Cohort"] = Convicted with { Cohort = Cohort.Of("asn", "64500") },
        ["ChargesNotStoredException"] = new ChargesNotStoredException("The identity's charges could not be stored."),
        ["Decision"] = Partial,
        ["Decision.Hold"] = Partial with { Hold = new HoldId(0x1234_5678_9abc_def0) },
        ["Decision.Shadow"] = ShadowDecision,
        ["DecisionReply"] = new DecisionReply(Partial, 3),
        ["DecisionReply.Sync"] = new DecisionReply(Partial, 3) { Sync = LeaseReply },
        ["Epoch"] = Activation,
        ["Fingerprint"] = Requests.Batch(1).Span[0],
        ["FingerprintBatch"] = Requests.Batch(1, 2, 3),
        ["FingerprintBatch.Empty"] = Requests.Batch(),
        ["GatewaySync"] = new GatewaySync([new(Identity.Parse("acct-42"), new SyncRequest(TestPolicies.Lookup, LeaseReport))], [new(Identity.Parse("acct-42"), Outcomes)]),
        ["GatewaySync.Empty"] = new GatewaySync([], []),
        ["GatewaySyncReply"] = new GatewaySyncReply([LeaseReply, null], 2),
        ["HolderId"] = new HolderId(0x1122_3344_5566_7788),
        ["HoldId"] = new HoldId(1),
        ["HonestBounds"] = Bounds,
        ["HonestVote"] = new HonestVote(TestPolicies.Lookup, Market.Of(Manhattan), 275, 12, 260, 19),
        ["Identity"] = Identity.Parse("acct-42"),
        ["IdentityLookup"] = new IdentityLookup(Identity.Parse("acct-42"), Request),
        ["IdentityOutcomes"] = new IdentityOutcomes(Identity.Parse("acct-42"), Outcomes),
        ["IdentityReport"] = Report,
        ["IdentityReport.Sweep"] = new IdentityReport("acct-42", 3, [new("accounts.lookup", "default", null, [], 17, Evidence) { Sweep = new SweepReport(1.5, [0.5, -0.5, 0, 0.25, 2], Convicted) }]),
        ["IdentityReport.Empty"] = new IdentityReport("never-seen", 1, []),
        ["IdentitySync"] = new IdentitySync(Identity.Parse("acct-42"), new SyncRequest(TestPolicies.Lookup, LeaseReport)),
        ["Instant"] = new Instant(1_764_000_000_000_000_000),
        ["InvalidPolicyException"] = new InvalidPolicyException([new("$.policies[0]", "It is wrong.", "Correct it."), new("$", "So is this.", "Too.")]),
        ["InvalidValueException"] = new InvalidValueException(new("targets", "The batch has 0 targets.", "Send 1 to 50 in one request.")),
        ["ItemSet"] = ItemSet.All(70),
        ["LeaseReturn"] = new LeaseReturn(7, new Permits(3, 2, 1)),
        ["LimitStatus"] = Novel,
        ["LoggedTargets"] = new LoggedTargets(Activation, 7, Requests.Batch(1, 2)),
        ["LoggedTargets.Aliases"] = new LoggedTargets(Activation, 7, Requests.Batch(1, 2)) { Aliases = Requests.Batch(3, 4) },
        ["LookupEvidence"] = Evidence,
        ["LookupRequest"] = Request,
        ["LookupRequest.Aliases"] = Request with { Aliases = new TargetAliases(Requests.Batch(3, 4), PlaceBatch.Of([Place, new TargetPlace(Manhattan, 0, 1)])) },
        ["LookupRequest.Cohorts"] = Request with { Cohorts = [Cohort.Of("asn", "64500"), Cohort.Of("network", "203.0.113.0/24")] },
        ["LookupRequest.Places"] = Request with { Places = PlaceBatch.Of([Place, new TargetPlace(Manhattan, 0, 1)]) },
        ["LookupRequest.Report"] = Request with { Report = LeaseReport },
        ["LookupRequest.Tenant"] = Request with { Tenant = Tenant.Parse("acme") },
        ["Market"] = new Market(49),
        ["MarketBounds"] = new MarketBounds(new Market(49), Bounds),
        ["PlaceBatch"] = PlaceBatch.Of([Place]),
        ["PlaceBatch.Neighbours"] = PlaceBatch.Of([Place, new TargetPlace(Manhattan, 0, 1)], [1]),
        ["RegionDelta"] = new RegionDelta(Manhattan, 3, default, Position, new byte[] { 1, 2, 3 }),
        ["RegionKey"] = Manhattan,
        ["RegionMarks"] = new RegionMarks(Manhattan, 3, Position, new byte[] { 1, 2, 3 }),
        ["RegionPosition"] = Position,
        ["RegionReport"] = new RegionReport("e164:1212", 3, ImmutableSortedDictionary.CreateRange([KeyValuePair.Create(1, 0.0002), KeyValuePair.Create(2, 0.0001)])),
        ["ShareBound"] = ShareBound.Of(0.25),
        ["SweepReport"] = new SweepReport(1.5, [0.5, -0.5, 0, 0.25, 2], Convicted),
        ["SweepReport.Cohorts"] = new SweepReport(1.5, [0.5, -0.5, 0, 0.25, 2], Convicted) { Cohorts = [new CohortStatus(Cohort.Of("asn", "64500"), new CohortTotals(7.5, 2, 997))] },
        ["TargetPlace"] = Place,
        ["LookupResult"] = new LookupResult(new DecisionReply(ShadowDecision, 3), null),
        ["LookupResult.InvalidValue"] = new LookupResult(null, new InvalidValueException(new("targets", "None.", "Some."))),
        ["LookupResult.PoliciesMissing"] = new LookupResult(null, new PoliciesMissingException()),
        ["LookupResult.Timeout"] = new LookupResult(null, new TimeoutException("It took too long.")),
        ["LookupResult.UnknownPolicy"] = new LookupResult(null, new UnknownPolicyException(TestPolicies.Lookup, TestPolicies.Items)),
        ["NovelDenial"] = new NovelDenial("novel-30d", 518_400_000_000, default, 5),
        ["OutcomeReport"] = Outcomes,
        ["Permits"] = new Permits(3, 2, 1),
        ["Plan"] = Plan.Parse("partner"),
        ["PoliciesMissingException"] = new PoliciesMissingException(),
        ["PublishedPolicies"] = new PublishedPolicies(7, Encoding.UTF8.GetBytes("{}")),
        ["SnapshotFormatException"] = new SnapshotFormatException("It is damaged."),
        ["SyncReply"] = LeaseReply,
        ["SyncReply.None"] = new SyncReply { Number = 9, Epoch = Activation },
        ["SyncReply.Novel"] = LeaseReply with { Novel = new NovelDenial("novel-30d", 518_400_000_000, [7, 4_000_000_000], 5) },
        ["SyncReply.Retry"] = LeaseReply with { DenyNanos = 2_000_000_000, RetryNanos = 518_400_000_000 },
        ["SyncReport"] = LeaseReport,
        ["SyncReport.First"] = new SyncReport { Holder = new HolderId(1), Number = 1, Plan = Plan.Default },
        ["SyncReport.Known"] = LeaseReport with { KnownVersion = 5 },
        ["SyncReport.Needed"] = LeaseReport with { Needed = new Permits(20, 1, 0), Lapsed = [5, 6] },
        ["SyncRequest"] = new SyncRequest(TestPolicies.Lookup, LeaseReport),
        ["SyncRequest.Tenant"] = new SyncRequest(TestPolicies.Lookup, LeaseReport) { Tenant = Tenant.Parse("acme") },
        ["Tenant"] = Tenant.Parse("acme"),
        ["UnknownBudgetException"] = new UnknownBudgetException("tenant:acme"),
        ["UnknownPolicyException"] = new UnknownPolicyException(TestPolicies.Lookup, Plan.Default),
        ["UseCounts"] = new UseCounts(30, 60, 4),
        ["ValueProblem"] = new ValueProblem("$.policies[0]", "It is wrong.", "Correct it."),
    };
}
