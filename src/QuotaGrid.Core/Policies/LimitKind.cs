using System.Text.Json.Serialization;

namespace QuotaGrid.Core.Policies;

/// <summary>What a limit counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitKind>))]
public enum LimitKind
{
    /// <summary>Permits per period with a burst, charged per item or per request (GCRA). JSON: <c>velocity</c>.</summary>
    Velocity = 1,

    /// <summary>
    /// Permits for targets that this identity has not asked for within the horizon (GCRA). Asking again is free, and the burst is
    /// the first-sync allowance. JSON: <c>novel</c>.
    /// </summary>
    Novel = 2,

    /// <summary>How many different targets were asked for within a sliding window. JSON: <c>distinct</c>.</summary>
    Distinct = 3,

    /// <summary>How many requests are in flight at once. A policy has at most one such limit. JSON: <c>inflight</c>.</summary>
    InFlight = 4,
}
