using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Policies;

/// <summary>The bounds and defaults of the policy document. <c>deploy/policies/policies.schema.json</c> states the same ones.</summary>
public static class PolicyBounds
{
    /// <summary>The version of the document's format that is read, in <c>formatVersion</c>.</summary>
    public const int FormatVersion = 1;

    /// <summary>The longest document, in bytes: 1 MiB, over twice what the most policies and limits take, and room for the most budgets of one limit beside.</summary>
    public const int MaxDocumentBytes = 1 << 20;

    /// <summary>The most problems listed for one document; one more says how many were left out.</summary>
    public const int MaxProblems = 1000;

    /// <summary>The most capabilities in a document. The least is 1.</summary>
    public const int MaxCapabilities = 64;

    /// <summary>The most policies in a document. The least is 1.</summary>
    public const int MaxPolicies = 256;

    /// <summary>The most limits in a policy. The least is 1.</summary>
    public const int MaxLimits = 8;

    /// <summary>The most steps of a ladder of containment. The least is 1.</summary>
    public const int MaxLadderSteps = 4;

    /// <summary>The most honest identities of which one may be convicted: 1,000,000,000.</summary>
    public const long MaxOneIn = 1_000_000_000;

    /// <summary>The fewest honest identities of which one may be convicted: 100.</summary>
    public const long MinOneIn = 100;

    /// <summary>Of how many honest identities one may be convicted when a detection names no number: 1,000,000.</summary>
    public const long DefaultOneIn = 1_000_000;

    /// <summary>The fewest convicted identities from which on a campaign may be answered with what is done about others: 3, with which one opens.</summary>
    public const int MinCampaignMembers = 3;

    /// <summary>The most convicted identities that a rule for campaigns may wait for: 10,000, as many as a campaign counts.</summary>
    public const int MaxCampaignMembers = 10_000;

    /// <summary>The most kinds of cohort that a detection names. The least is none.</summary>
    public const int MaxCohorts = 8;

    /// <summary>The most budgets in a document. The least is none.</summary>
    public const int MaxBudgets = 1000;

    /// <summary>The most limits in a budget. The least is 1.</summary>
    public const int MaxBudgetLimits = 4;

    /// <summary>The most targets that a capability may let one request carry, and the default. The least is 1.</summary>
    public const int MaxBatch = 10_000;

    /// <summary>The largest quota, in permits. The least is 1.</summary>
    public const long MaxQuota = Rate.MaxPermits;

    /// <summary>The largest burst, in permits. The least is 1, the default is the quota.</summary>
    public const long MaxBurst = Rate.MaxPermits;

    /// <summary>
    /// The highest rate of a velocity or novel limit, in permits per second: one per 100 ns tick. The lowest, one in 30 days,
    /// follows from the least quota and <see cref="MaxPeriod"/>.
    /// </summary>
    public const long MaxPermitsPerSecond = 10_000_000;

    /// <summary>The most requests that an in-flight limit lets be in flight at once. The least is 1.</summary>
    public const int MaxInFlight = InFlightPermits.MaxPermits;

    /// <summary>
    /// The buckets in which a horizon is counted. A target may be remembered one bucket longer than the horizon, because the
    /// time it was last seen is rounded to one.
    /// </summary>
    public const int HorizonBuckets = TargetMemory.BucketsPerHorizon;

    /// <summary>The shortest horizon: 1 hour.</summary>
    public static readonly TimeSpan MinHorizon = TimeSpan.FromHours(1);

    /// <summary>The longest horizon: 90 days.</summary>
    public static readonly TimeSpan MaxHorizon = TimeSpan.FromDays(90);

    /// <summary>The horizon of a capability that names none: 30 days.</summary>
    public static readonly TimeSpan DefaultHorizon = TimeSpan.FromDays(30);

    /// <summary>The shortest period of a velocity limit: 1 millisecond.</summary>
    public static readonly TimeSpan MinVelocityPeriod = TimeSpan.FromMilliseconds(1);

    /// <summary>The shortest period of a novel limit: 1 second.</summary>
    public static readonly TimeSpan MinNovelPeriod = TimeSpan.FromSeconds(1);

    /// <summary>The longest period of a velocity or novel limit: 30 days.</summary>
    public static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(30);

    /// <summary>The shortest time in which a first-sync allowance grows: 1 second.</summary>
    public static readonly TimeSpan MinFirstSyncGrowth = TimeSpan.FromSeconds(1);

    /// <summary>The longest time in which a first-sync allowance grows: 90 days.</summary>
    public static readonly TimeSpan MaxFirstSyncGrowth = TimeSpan.FromDays(90);

    /// <summary>The shortest window of a distinct limit: 1 minute. The longest is the capability's horizon.</summary>
    public static readonly TimeSpan MinWindow = TimeSpan.FromMinutes(1);

    /// <summary>The shortest containment: 1 minute.</summary>
    public static readonly TimeSpan MinContainment = TimeSpan.FromMinutes(1);

    /// <summary>The longest containment: 90 days.</summary>
    public static readonly TimeSpan MaxContainment = TimeSpan.FromDays(90);

    /// <summary>The shortest lease of an in-flight limit: 1 second.</summary>
    public static readonly TimeSpan MinLease = TimeSpan.FromSeconds(1);

    /// <summary>The longest lease of an in-flight limit: 1 hour.</summary>
    public static readonly TimeSpan MaxLease = TimeSpan.FromHours(1);

    /// <summary>The lease of an in-flight limit that names none: 30 seconds.</summary>
    public static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(30);
}
