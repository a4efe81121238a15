using System.Text.Json.Serialization;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What is or was done about an identity, and why.</summary>
/// <param name="Scope">Because of what it did itself: <c>identity</c>; because an operator ordered it of a <c>cohort</c>; because it is new and like those of a <c>campaign</c>.</param>
/// <param name="Action">What.</param>
/// <param name="Stage">Whether it is carried out.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when; if that is over, nothing is done any more.</param>
/// <param name="Signal">What did most for its conviction; null when it was not convicted.</param>
/// <param name="LogEValue">The natural logarithm of the evidence that it was convicted by; null when it was not.</param>
/// <param name="Convictions">How many there were, with this one, that are not lived down.</param>
/// <param name="Campaign">The campaign that it is like the members of; null when it is not because of one.</param>
/// <param name="Cohorts">The cohorts because of which it is done; none when it is because of what it did itself.</param>
/// <param name="Blocks">The blocks that many of its targets lie in, those with most first; nothing finer is ever shown.</param>
/// <param name="DifferentBlocks">About how many blocks its targets lie in.</param>
public sealed record ContainmentBody(
    string Scope,
    string Action,
    string Stage,
    DateTimeOffset Since,
    DateTimeOffset Until,
    string? Signal,
    double? LogEValue,
    int Convictions,
    string? Campaign,
    string[] Cohorts,
    BlockBody[] Blocks,
    int DifferentBlocks)
{
    /// <summary>The cohort because of which less evidence was enough; left out when there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cohort { get; init; }

    /// <summary>The harder of what was done because of what the identity did, and because of its cohorts; null when nothing ever was.</summary>
    internal static ContainmentBody? From(SweepReport report, DateTimeOffset now)
    {
        var at = Core.Time.Instant.From(now);
        var (conviction, group) = (report.Conviction, report.Group);
        var isOwn = group.By is null || (conviction.IsInForce(at) && (conviction.Stage, conviction.Action).CompareTo((group.Stage, group.Action)) >= 0);
        return isOwn ? conviction.Count == 0 ? null : Own(report, conviction) : OfGroup(report, group.By!, group);
    }

    private static ContainmentBody Own(SweepReport report, Conviction conviction) => new(
        "identity",
        DecisionWords.WordFor(conviction.Action),
        DecisionWords.WordFor(conviction.Stage),
        conviction.Since.ToDateTimeOffset(),
        conviction.Until.ToDateTimeOffset(),
        DecisionWords.WordFor(conviction.Signal),
        Math.Round(conviction.LogEValue, 3),
        conviction.Count,
        Campaign: null,
        Cohorts: [],
        BlocksOf(report),
        report.DifferentBlocks)
    {
        Cohort = conviction.Cohort?.ToString(),
    };

    private static ContainmentBody OfGroup(SweepReport report, CohortContainment by, in GroupContainment group) => new(
        by.Campaign is null ? "cohort" : "campaign",
        DecisionWords.WordFor(group.Action),
        DecisionWords.WordFor(group.Stage),
        by.Since.ToDateTimeOffset(),
        group.Until.ToDateTimeOffset(),
        Signal: null,
        LogEValue: null,
        report.Conviction.Count,
        by.Campaign?.ToString(),
        [.. by.Cohorts.Select(cohort => cohort.ToString())],
        BlocksOf(report),
        report.DifferentBlocks);

    private static BlockBody[] BlocksOf(SweepReport report) => report.Blocks.IsDefault ? [] : [.. report.Blocks.Select(block => new BlockBody(block.ToString(), block.Targets))];
}
