using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>What an operator ordered about a cohort.</summary>
/// <param name="Cohort">The cohort.</param>
/// <param name="Capability">What its identities do.</param>
/// <param name="Action">What is done about it.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when.</param>
public sealed record OrderBody(string Cohort, string Capability, string Action, DateTimeOffset Since, DateTimeOffset Until)
{
    internal static OrderBody From(CohortContainment order) => new(
        order.Cohorts[0].ToString(), order.Capability.Value, DecisionWords.WordFor(order.Action), order.Since.ToDateTimeOffset(), order.Until.ToDateTimeOffset());
}
