using System.Text.Json.Serialization;

namespace QuotaGrid.Grains.Alerts;

/// <summary>What an event tells; what does not belong to it is left out. Never a target: blocks are the finest.</summary>
internal sealed record AlertData
{
    /// <summary>The most blocks or cohorts that an event names.</summary>
    public const int MaxListed = 16;

    /// <summary>Who.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Identity { get; init; }

    /// <summary>The campaign.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Campaign { get; init; }

    /// <summary>The campaign that became part of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Merged { get; init; }

    /// <summary>With what capability.</summary>
    public required string Capability { get; init; }

    /// <summary>How many identities are convicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Members { get; init; }

    /// <summary>What did most for a conviction.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Signal { get; init; }

    /// <summary>The natural logarithm of the evidence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LogEValue { get; init; }

    /// <summary>How many convictions there were that are not lived down.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Convictions { get; init; }

    /// <summary>What is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

    /// <summary>Whether it is carried out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stage { get; init; }

    /// <summary>Since when.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Since { get; init; }

    /// <summary>Until when.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the targets lie, at most <see cref="MaxListed"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Blocks { get; init; }

    /// <summary>The cohorts that it is about, at most <see cref="MaxListed"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Cohorts { get; init; }
}
