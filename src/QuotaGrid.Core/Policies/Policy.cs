using System.Collections.Immutable;
using QuotaGrid.Core.Capabilities;

namespace QuotaGrid.Core.Policies;

/// <summary>What identities of one plan may do with one capability. Two policies are equal when all they say is equal.</summary>
/// <param name="Name">The policy's name, unique within its document. Form: <see cref="Problems.Name"/>.</param>
/// <param name="Capability">The capability that is limited.</param>
/// <param name="Plan">The plan of the identities that are under this policy.</param>
/// <param name="Stage">Whether denials are carried out.</param>
/// <param name="FailMode">What is answered while the identity's grain cannot be reached.</param>
/// <param name="Limits">
/// The limits in the order of the document, 1 to <see cref="PolicyBounds.MaxLimits"/>. All are evaluated together, and charged
/// together or not at all.
/// </param>
public sealed record Policy(
    string Name, Capability Capability, Plan Plan, Stage Stage, FailMode FailMode, ImmutableArray<Limit> Limits)
{
    /// <summary>How identities are watched for sweeping; null when they are not. Then a limit of the policy looks at targets.</summary>
    public Detection? Detection { get; init; }

    /// <summary>Whether a limit looks at targets, so that the targets an identity asks for are remembered.</summary>
    public bool RemembersTargets => Limits.Any(limit => limit.Kind is LimitKind.Novel or LimitKind.Distinct);

    /// <summary>
    /// The policy of one of several gateways that each decide by themselves: quotas and bursts divided by their number, at least 1. Requests in flight are not counted, because nobody could tell of
    /// their end.
    /// </summary>
    /// <param name="gateways">How many gateways there are, from 1.</param>
    /// <returns>Null when no limit is left.</returns>
    public Policy? SharedBy(int gateways)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gateways, 1);
        ImmutableArray<Limit> limits = [.. Limits.Where(limit => limit.Kind != LimitKind.InFlight).Select(limit => limit.SharedBy(gateways))];
        return limits.IsEmpty ? null : this with { Limits = limits };
    }

    /// <summary>Whether the other policy says the same. Limits are compared one by one, not as the array that holds them.</summary>
    public bool Equals(Policy? other) =>
        other is not null
        && Name == other.Name
        && Capability == other.Capability
        && Plan == other.Plan
        && Stage == other.Stage
        && FailMode == other.FailMode
        && Limits.AsSpan().SequenceEqual(other.Limits.AsSpan())
        && Detection == other.Detection;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Capability, Plan, Stage, FailMode, Limits.AsSpan().Length);
}
