using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Bench;

/// <summary>
/// What every measurement decides by: one capability and a policy of three limits, wide enough that nothing is denied. A denial is cheaper
/// than an admission, so it would flatter. Also the one place that knows how the core is asked.
/// </summary>
public static class Scenario
{
    /// <summary>The most targets of one request.</summary>
    public const int BatchSize = 1_000;

    /// <summary>
    /// The most targets that an identity may learn under the policy, by its novel and its distinct limit. Twice the most that one asks for, because past what is
    /// remembered exactly they are counted by estimate.
    /// </summary>
    public const int MostTargets = 200_000;

    /// <summary>The permits of the velocity limit.</summary>
    public const int VelocityQuota = 1_000_000_000;

    /// <summary>How far apart in time two requests are, unless a measurement says otherwise.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMicroseconds(1);

    /// <summary>How long after its last sync a phone sends its book again.</summary>
    public static readonly TimeSpan SyncInterval = TimeSpan.FromHours(48);

    /// <summary>When identities sign up.</summary>
    public static readonly Instant Start = Instant.From(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000));

    /// <summary>The capability.</summary>
    public static readonly CapabilityDefinition Contacts =
        new(Capability.Parse("contacts.lookup"), TargetSpace.Integer, DefaultRegion: null, TimeSpan.FromDays(30), PolicyBounds.MaxBatch);

    /// <summary>The policy: velocity, novel and distinct.</summary>
    public static readonly Policy Policy = new(
        "bench",
        Contacts.Name,
        Plan.Default,
        Stage.Enforced,
        FailMode.Closed,
        [
            new("items", LimitKind.Velocity, LimitUnit.Items, VelocityQuota, TimeSpan.FromMinutes(2), VelocityQuota),
            new("novel", LimitKind.Novel, LimitUnit.Items, MostTargets, TimeSpan.FromDays(30), MostTargets),
            new("distinct", LimitKind.Distinct, LimitUnit.Items, MostTargets, TimeSpan.FromDays(1), MostTargets),
        ]);

    /// <summary>A state under the policy that has learned nothing.</summary>
    public static CapabilityState NewState() => new(Contacts.Horizon);

    /// <summary>Decides one request by the core.</summary>
    /// <returns>How many items were admitted.</returns>
    public static int Admit(CapabilityState state, ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        Span<ulong> allowed = stackalloc ulong[ItemSet.WordsFor(targets.Length)];
        return state.Admit(Contacts, Policy, targets, Admission.Partial, now, allowed).Allowed;
    }
}
