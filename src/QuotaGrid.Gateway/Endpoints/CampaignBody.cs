using System.Text.Json.Serialization;
using QuotaGrid.Contracts.Sentinel;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>A campaign: identities judged to enumerate together. Blocks are the finest that is shown of what they ask for.</summary>
public sealed record CampaignBody
{
    /// <summary>Its name.</summary>
    public required string Campaign { get; init; }

    /// <summary>What is swept.</summary>
    public required string Capability { get; init; }

    /// <summary><c>open</c>, <c>closed</c> or <c>pardoned</c>.</summary>
    public required string State { get; init; }

    /// <summary>How many identities were convicted, at most 10,000.</summary>
    public required int Members { get; init; }

    /// <summary>By what it was seen: the cohort that its first members share, or <c>blocks</c> that complement each other.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>When the first member was convicted.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was seen that they belong together.</summary>
    public required DateTimeOffset Opened { get; init; }

    /// <summary>When a member was convicted last that was none before.</summary>
    public required DateTimeOffset LastGrown { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public required DateTimeOffset? Closed { get; init; }

    /// <summary>What more members share than chance explains.</summary>
    public required CampaignCohortBody[] Cohorts { get; init; }

    /// <summary>Where members' targets lie, as far as they lie close together.</summary>
    public required string[] Blocks { get; init; }

    /// <summary>The cohorts that all those share about whom something may be done, by what their policy says, without a conviction; none when nothing may be.</summary>
    public required string[] ContainedCohorts { get; init; }

    /// <summary>Until when at least, by an operator's word; null without one.</summary>
    public required DateTimeOffset? ExtendedUntil { get; init; }

    /// <summary>The members that are known by name; left out in a list of campaigns.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Identities { get; init; }

    internal static CampaignBody From(CampaignReport report) => new()
    {
        Campaign = report.Id.ToString(),
        Capability = report.Capability.Value,
        State = report.IsPardoned ? "pardoned" : report.Closed is null ? "open" : "closed",
        Members = report.Members,
        OpenedBy = report.OpenedBy?.ToString() ?? "blocks",
        Since = report.FirstConvicted.ToDateTimeOffset(),
        Opened = report.Opened.ToDateTimeOffset(),
        LastGrown = report.LastGrown.ToDateTimeOffset(),
        Closed = report.Closed?.ToDateTimeOffset(),
        Cohorts = [.. report.Cohorts.Select(one => new CampaignCohortBody(one.Cohort.ToString(), one.Members, one.Share, one.Identities))],
        Blocks = [.. report.Spans.Select(span => span.ToString())],
        ContainedCohorts = [.. report.Containment?.Cohorts.Select(cohort => cohort.ToString()) ?? []],
        ExtendedUntil = report.Containment is { Until.UnixNanos: > 0 } extended ? extended.Until.ToDateTimeOffset() : null,
        Identities = report.Named.IsEmpty ? null : [.. report.Named.Select(member => member.Value)],
    };
}
