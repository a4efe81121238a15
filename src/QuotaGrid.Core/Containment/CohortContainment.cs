using System.Collections.Immutable;
using Orleans;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <summary>
/// That something is done about identities because of the cohorts that they share: by a campaign, as far as an identity's own policy says so, or by an operator. Every silo has a copy of all of them.
/// </summary>
/// <param name="Capability">What is swept.</param>
/// <param name="Cohorts">The cohorts; it is about identities that share all of them. 1 to <see cref="MaxCohorts"/>.</param>
/// <param name="Since">Since when.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.CohortContainment")]
public sealed record CohortContainment([property: Id(0)] Capability Capability, [property: Id(1)] ImmutableArray<Cohort> Cohorts, [property: Id(2)] Instant Since)
{
    /// <summary>The most cohorts that an identity has to share.</summary>
    public const int MaxCohorts = 4;

    /// <summary>The campaign; null when an operator ordered it.</summary>
    [Id(3)]
    public CampaignId? Campaign { get; init; }

    /// <summary>How many identities of the campaign are convicted.</summary>
    [Id(4)]
    public int Members { get; init; }

    /// <summary>When the campaign grew last.</summary>
    [Id(5)]
    public Instant LastGrown { get; init; }

    /// <summary>Whom a campaign is about: who was first seen from then on. Who was there before is judged by what it asks.</summary>
    [Id(6)]
    public Instant NewSince { get; init; }

    /// <summary>What an operator ordered; of a campaign nothing, because the policy says that.</summary>
    [Id(7)]
    public ContainmentAction Action { get; init; }

    /// <summary>Until when by an operator's word; of a campaign the least, beside what the policy says.</summary>
    [Id(8)]
    public Instant Until { get; init; }

    /// <summary>What is done about one identity that shares the cohorts.</summary>
    /// <param name="detection">How it is watched.</param>
    /// <param name="firstSeen">When it was first seen with the capability.</param>
    public GroupContainment For(Detection detection, Instant firstSeen)
    {
        if (Campaign is null)
        {
            return new GroupContainment(this, Action, Stage.Enforced, Until);
        }

        return detection.Campaign is { } rule && Members >= rule.Members && firstSeen >= NewSince
            ? new GroupContainment(this, rule.Action, detection.Stage, Later(LastGrown + rule.Duration, Until))
            : default;
    }

    /// <summary>Whether the other one says the same. Cohorts are compared one by one, not as the array that holds them.</summary>
    public bool Equals(CohortContainment? other) =>
        other is not null
        && (Capability, Since, Campaign, Members, LastGrown) == (other.Capability, other.Since, other.Campaign, other.Members, other.LastGrown)
        && (NewSince, Action, Until) == (other.NewSince, other.Action, other.Until)
        && Cohorts.AsSpan().SequenceEqual(other.Cohorts.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Capability, Since, Campaign, Members);

    private static Instant Later(Instant one, Instant other) => one > other ? one : other;
}
