using System.Diagnostics;
using System.Diagnostics.Metrics;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Gateway.Hosting;

/// <summary>What a gateway counts and traces. The names are part of the product: dashboards and alerts are built on them.</summary>
public sealed class GatewayInstruments
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "QuotaGrid.Gateway";

    internal const string CapabilityTag = "quotagrid.capability";
    internal const string OutcomeTag = "quotagrid.outcome";
    internal const string ResultTag = "quotagrid.result";
    internal const string FailModeTag = "quotagrid.fail_mode";
    internal const string ErrorTag = "error.type";
    internal const string ItemsTag = "quotagrid.items";

    internal const string DecideActivity = "quotagrid.decide";

    internal const string Allowed = "allowed";
    internal const string Denied = "denied";
    internal const string Invalid = "invalid";
    internal const string Sent = "sent";
    internal const string Dropped = "dropped";

    internal const string Released = "released";
    internal const string Expired = "expired";
    internal const string Failed = "failed";

    internal static readonly ActivitySource Activities = new(Name);

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _items;
    private readonly Counter<long> _failModes;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _releases;

    /// <summary>Creates the gateway's instruments.</summary>
    public GatewayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram(
            "quotagrid.decision.duration",
            "s",
            "How long a decision took, from the request's targets to the answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
        _items = meter.CreateCounter<long>("quotagrid.decision.items", "{item}", "Items asked for, by what became of them.");
        _failModes = meter.CreateCounter<long>("quotagrid.failmode.decisions", "{decision}", "Decisions made by a policy's fail mode, because no silo answered.");
        _outcomes = meter.CreateCounter<long>("quotagrid.outcome.reports", "{report}", "Outcome reports, by what became of them.");
        _releases = meter.CreateCounter<long>("quotagrid.hold.releases", "{release}", "Permits of requests in flight that were given back, by what became of it.");
    }

    internal void OnDecided(Capability capability, GatewayDecision decision, TimeSpan duration)
    {
        _duration.Record(duration.TotalSeconds, new TagList { { CapabilityTag, capability.Value }, { OutcomeTag, DecisionWords.WordFor(decision.Outcome) } });
        if (_items.Enabled)
        {
            var allowed = decision.Allowed.Count;
            Count(capability, Allowed, allowed);
            Count(capability, Denied, decision.Allowed.Length - allowed - decision.Invalid.Length);
            Count(capability, Invalid, decision.Invalid.Length);
        }
    }

    // Without policies any name may have been asked for: then there is no capability to count it under.
    internal void OnFailMode(Capability? capability, FailMode mode, Exception cause)
    {
        var tags = default(TagList);
        if (capability is { } known)
        {
            tags.Add(CapabilityTag, known.Value);
        }

        tags.Add(FailModeTag, DecisionWords.WordFor(mode));
        tags.Add(ErrorTag, cause.GetType().Name);
        _failModes.Add(1, tags);
    }

    internal void OnOutcomes(string result, int reports)
    {
        if (reports > 0)
        {
            _outcomes.Add(reports, new TagList { { ResultTag, result } });
        }
    }

    // Not by capability: over HTTP any name may stand beside a hold.
    internal void OnRelease(string result) => _releases.Add(1, new TagList { { ResultTag, result } });

    private void Count(Capability capability, string result, int items)
    {
        if (items > 0)
        {
            _items.Add(items, new TagList { { CapabilityTag, capability.Value }, { ResultTag, result } });
        }
    }
}
