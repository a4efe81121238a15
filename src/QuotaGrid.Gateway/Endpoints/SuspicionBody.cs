using System.Text.Json.Serialization;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>The evidence that an identity sweeps, since it was convicted last.</summary>
/// <param name="LogEValue">The natural logarithm of the evidence; at 0 or less there is none, and at ln(oneIn), 13.8 for a million, it is convicted.</param>
/// <param name="Signals">The same of each signal.</param>
public sealed record SuspicionBody(double LogEValue, IReadOnlyDictionary<string, double> Signals)
{
    /// <summary>The cohorts that the identity came with in its latest request, as far as they are known; left out when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CohortBody[]? Cohorts { get; init; }

    internal static SuspicionBody From(SweepReport report) => new(
        Math.Round(report.LogEValue, 3),
        report.LogEValues.Select((value, signal) => (Word: DecisionWords.WordFor((Signal)signal), value)).ToDictionary(one => one.Word, one => Math.Round(one.value, 3)))
    {
        Cohorts = report.Cohorts.IsDefaultOrEmpty ? null : [.. report.Cohorts.Select(CohortBody.From)],
    };
}
