using System.Text;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Snapshots;
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

    /// <summary>The values, by name.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["Capability"] = TestPolicies.Lookup,
        ["Decision"] = Partial,
        ["Decision.Hold"] = Partial with { Hold = new HoldId(0x1234_5678_9abc_def0) },
        ["Decision.Shadow"] = ShadowDecision,
        ["DecisionReply"] = new DecisionReply(Partial, 3),
        ["Fingerprint"] = Requests.Batch(1).Span[0],
        ["FingerprintBatch"] = Requests.Batch(1, 2, 3),
        ["FingerprintBatch.Empty"] = Requests.Batch(),
        ["HoldId"] = new HoldId(1),
        ["Identity"] = Identity.Parse("acct-42"),
        ["IdentityLookup"] = new IdentityLookup(Identity.Parse("acct-42"), Request),
        ["IdentityOutcomes"] = new IdentityOutcomes(Identity.Parse("acct-42"), Outcomes),
        ["IdentityReport"] = Report,
        ["IdentityReport.Empty"] = new IdentityReport("never-seen", 1, []),
        ["Instant"] = new Instant(1_764_000_000_000_000_000),
        ["InvalidPolicyException"] = new InvalidPolicyException([new("$.policies[0]", "It is wrong.", "Correct it."), new("$", "So is this.", "Too.")]),
        ["InvalidValueException"] = new InvalidValueException(new("targets", "The batch has 0 targets.", "Send 1 to 50 in one request.")),
        ["ItemSet"] = ItemSet.All(70),
        ["LimitStatus"] = Novel,
        ["LookupEvidence"] = Evidence,
        ["LookupRequest"] = Request,
        ["LookupResult"] = new LookupResult(new DecisionReply(ShadowDecision, 3), null),
        ["LookupResult.InvalidValue"] = new LookupResult(null, new InvalidValueException(new("targets", "None.", "Some."))),
        ["LookupResult.PoliciesMissing"] = new LookupResult(null, new PoliciesMissingException()),
        ["LookupResult.Timeout"] = new LookupResult(null, new TimeoutException("It took too long.")),
        ["LookupResult.UnknownPolicy"] = new LookupResult(null, new UnknownPolicyException(TestPolicies.Lookup, TestPolicies.Items)),
        ["OutcomeReport"] = Outcomes,
        ["Plan"] = Plan.Parse("partner"),
        ["PoliciesMissingException"] = new PoliciesMissingException(),
        ["PublishedPolicies"] = new PublishedPolicies(7, Encoding.UTF8.GetBytes("{}")),
        ["SnapshotFormatException"] = new SnapshotFormatException("It is damaged."),
        ["UnknownPolicyException"] = new UnknownPolicyException(TestPolicies.Lookup, Plan.Default),
        ["ValueProblem"] = new ValueProblem("$.policies[0]", "It is wrong.", "Correct it."),
    };
}
