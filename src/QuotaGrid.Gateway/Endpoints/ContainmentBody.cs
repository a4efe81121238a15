using System.Text.Json.Serialization;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What was done about an identity, and why.</summary>
/// <param name="Action">What.</param>
/// <param name="Stage">Whether it is carried out.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when; if that is over, nothing is done any more.</param>
/// <param name="Signal">What did most for it.</param>
/// <param name="LogEValue">The natural logarithm of the evidence that it was convicted by.</param>
/// <param name="Convictions">How many there were, with this one, that are not lived down.</param>
public sealed record ContainmentBody(string Action, string Stage, DateTimeOffset Since, DateTimeOffset Until, string Signal, double LogEValue, int Convictions)
{
    /// <summary>The cohort because of which less evidence was enough; left out when there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cohort { get; init; }

    internal static ContainmentBody From(Conviction conviction) => new(
        DecisionWords.WordFor(conviction.Action),
        DecisionWords.WordFor(conviction.Stage),
        conviction.Since.ToDateTimeOffset(),
        conviction.Until.ToDateTimeOffset(),
        DecisionWords.WordFor(conviction.Signal),
        Math.Round(conviction.LogEValue, 3),
        conviction.Count)
    {
        Cohort = conviction.Cohort?.ToString(),
    };
}
