using System.Diagnostics;
using System.Diagnostics.Metrics;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Leases;

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

    internal const string Unanswered = "unanswered";

    internal const string WhereTag = "quotagrid.where";
    internal const string Local = "local";
    internal const string Strict = "strict";

    internal static readonly ActivitySource Activities = new(Name);

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _items;
    private readonly Counter<long> _failModes;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _releases;
    private readonly Counter<long> _challenges;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _syncs;
    private readonly Counter<long> _reports;
    private readonly StripedCounter _local = new();
    private readonly StripedCounter _strict = new();
    private readonly Counter<long> _unkept;

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
        _challenges = meter.CreateCounter<long>("quotagrid.challenge.results", "{challenge}", "Challenges that clients were set, by what came of them.");
        _lookups = meter.CreateCounter<long>("quotagrid.lookup.messages", "{message}", "Messages to the silos with lookups that they decide.");
        _syncs = meter.CreateCounter<long>("quotagrid.sync.messages", "{message}", "Messages to the silos with reports of what was decided here.");
        _reports = meter.CreateCounter<long>("quotagrid.sync.reports", "{report}", "Reports of identities in them, by what became of them.");
        meter.CreateObservableCounter(
            "quotagrid.lease.decisions",
            () => new Measurement<long>[] { new(_local.Total, new KeyValuePair<string, object?>(WhereTag, Local)), new(_strict.Total, new KeyValuePair<string, object?>(WhereTag, Strict)) },
            "{decision}",
            "Decisions, by where they were made: from a lease here, or by a silo.");
        _unkept = meter.CreateCounter<long>("quotagrid.lease.unkept", "{target}", "Admitted targets that a crash of the silo could forget, because too many waited to be stored.");
    }

    /// <summary>Counts a message to the silos with lookups.</summary>
    internal void OnLookups() => _lookups.Add(1);

    /// <summary>Counts a message to the silos with reports.</summary>
    internal void OnSync(int reports)
    {
        _syncs.Add(1);
        if (reports > 0)
        {
            _reports.Add(reports, new TagList { { ResultTag, Sent } });
        }
    }

    /// <summary>Counts reports that nobody answered.</summary>
    internal void OnUnanswered(int reports)
    {
        if (reports > 0)
        {
            _reports.Add(reports, new TagList { { ResultTag, Unanswered } });
        }
    }

    /// <summary>Counts a decision from a lease.</summary>
    internal void OnLocal() => _local.Increment();

    /// <summary>Counts a decision that a silo is asked for.</summary>
    internal void OnStrict() => _strict.Increment();

    /// <summary>Counts targets that could not be kept until they are stored.</summary>
    internal void OnUnkept(int targets)
    {
        if (targets > 0)
        {
            _unkept.Add(targets);
        }
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

    internal void OnChallenge(ChallengeResult result) => OnChallenge(result switch
    {
        ChallengeResult.Lifted => "lifted",
        ChallengeResult.NotContained => "not-contained",
        ChallengeResult.NotChallenged => "not-challenged",
        _ => "exhausted",
    });

    // Not by capability: as of releases.
    internal void OnChallenge(string result) => _challenges.Add(1, new TagList { { ResultTag, result } });

    private void Count(Capability capability, string result, int items)
    {
        if (items > 0)
        {
            _items.Add(items, new TagList { { CapabilityTag, capability.Value }, { ResultTag, result } });
        }
    }
}
