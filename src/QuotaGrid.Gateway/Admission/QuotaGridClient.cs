using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Targets;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Outcomes;

namespace QuotaGrid.Gateway.Admission;

/// <summary>
/// What a gateway's code asks: may this identity look these targets up? Reads and fingerprints targets here, asks the identity's grain, and uses
/// the policy's fail mode when no silo answers. Safe for concurrent use.
/// </summary>
public sealed partial class QuotaGridClient(
    IGrainFactory grains,
    PolicyCache policies,
    OutcomeReporter outcomes,
    IOptions<QuotaGridGatewayOptions> options,
    GatewayInstruments instruments,
    TimeProvider time,
    ILogger<QuotaGridClient> logger)
{
    private readonly Fingerprinter _fingerprinter = new(FingerprintKey.Derive(options.Value.Secret.Span));
    private int _failing;
    private uint _ingress;

    /// <summary>Decides one identity's request.</summary>
    /// <exception cref="InvalidValueException">
    /// The capability or the plan has no policy, there are no targets or too many, or none of them can be read, or not all of a batch that is to be admitted as a whole; nothing was charged.
    /// </exception>
    /// <exception cref="QuotaUnavailableException">No silo answered in time, and the policy fails closed. What was charged is unknown.</exception>
    public async ValueTask<GatewayDecision> DecideAsync(DecisionRequest request, CancellationToken cancellationToken = default)
    {
        var prepared = await PrepareAsync(request, cancellationToken);
        using var activity = StartActivity(prepared);
        var started = time.GetTimestamp();
        GatewayDecision decision;
        try
        {
            var reply = await grains.GetIdentity(request.Identity)
                .DecideAsync(prepared.ToLookup())
                .AsTask()
                .WaitAsync(options.Value.DecisionTimeout, time, cancellationToken);
            decision = ToDecision(prepared, reply);
        }
        catch (UnknownPolicyException unknown)
        {
            throw UnknownPlan(unknown.Capability, unknown.Plan);
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            decision = FailMode(prepared, failure);
        }

        return Finish(prepared, decision, started, activity);
    }

    /// <summary>
    /// Decides the requests of many identities with one message; the answers are in the order of the requests, and where a request alone would have thrown
    /// <see cref="QuotaUnavailableException"/> the answer is null, and so it is where a silo refused it because its policies are not those known here.
    /// </summary>
    /// <exception cref="InvalidValueException">There are no requests or over 1,000, or one of them is invalid; nothing was charged.</exception>
    public async ValueTask<ImmutableArray<GatewayDecision?>> DecideManyAsync(IReadOnlyList<DecisionRequest> requests, CancellationToken cancellationToken = default)
    {
        if (requests.Count is < 1 or > IIngressGrain.MaxIdentities)
        {
            throw new InvalidValueException(new("requests", $"There are {requests.Count} requests.", $"Send 1 to {IIngressGrain.MaxIdentities}."));
        }

        var prepared = new Prepared[requests.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            prepared[i] = await PrepareAsync(requests[i], cancellationToken);
        }

        var started = time.GetTimestamp();
        var results = await AskIngressAsync(prepared, cancellationToken);
        var decisions = ImmutableArray.CreateBuilder<GatewayDecision?>(prepared.Length);
        for (var i = 0; i < prepared.Length; i++)
        {
            decisions.Add(ToDecisionOrNull(prepared[i], results[i], started));
        }

        return decisions.MoveToImmutable();
    }

    /// <summary>
    /// Reports what the backend answered for targets that an identity was admitted to. Reports are gathered and sent together; nothing is waited for.
    /// </summary>
    /// <returns>False when too many reports wait already: this one was dropped, and counted.</returns>
    /// <exception cref="InvalidValueException">The capability is not defined, there are no targets or too many, or one cannot be read.</exception>
    /// <exception cref="QuotaUnavailableException">No policies are known yet.</exception>
    public async ValueTask<bool> ReportOutcomesAsync(
        Identity identity, Capability capability, IReadOnlyList<string> found, IReadOnlyList<string> missing, CancellationToken cancellationToken = default)
    {
        var definition = Define(await PoliciesAsync(capability, cancellationToken), capability);
        var foundBatch = ReadOutcomes(definition, found, nameof(found));
        var missingBatch = ReadOutcomes(definition, missing, nameof(missing));
        if (found.Count + missing.Count is var count && (count == 0 || count > definition.MaxBatch))
        {
            throw new InvalidValueException(new("found", $"There are {count} targets in found and missing.", $"Send 1 to {definition.MaxBatch} together."));
        }

        return outcomes.TryReport(new IdentityOutcomes(identity, new OutcomeReport(capability, foundBatch, missingBatch)));
    }

    /// <summary>What is known of an identity: counts and limits, never a target.</summary>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public async ValueTask<IdentityReport> DescribeAsync(Identity identity, CancellationToken cancellationToken = default)
    {
        try
        {
            return await grains.GetIdentity(identity).GetState().WaitAsync(options.Value.DecisionTimeout, time, cancellationToken);
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            throw new QuotaUnavailableException(default, failure);
        }
    }

    /// <summary>A request with its policy and its fingerprints.</summary>
    private sealed record Prepared(DecisionRequest Request, PoliciesInForce Policies, Policy Policy, TargetBatch Targets)
    {
        public LookupRequest ToLookup() => new(Request.Capability, Request.Plan, Targets.Fingerprints, Request.Admission);
    }

    private async ValueTask<Prepared> PrepareAsync(DecisionRequest request, CancellationToken cancellationToken)
    {
        var inForce = await PoliciesAsync(request.Capability, cancellationToken);
        var definition = Define(inForce, request.Capability);
        if (!inForce.Set.TryGetPolicy(request.Capability, request.Plan, out var policy))
        {
            throw UnknownPlan(request.Capability, request.Plan);
        }

        if (request.Targets.Count == 0)
        {
            throw new InvalidValueException(new("targets", "There are no targets.", $"Send 1 to {definition.MaxBatch}."));
        }

        var targets = TargetBatch.Read(definition, _fingerprinter, request.Targets, "targets");
        if (request.Admission == Core.Decisions.Admission.Whole && !targets.Invalid.IsEmpty)
        {
            var first = targets.Invalid[0];
            throw new InvalidValueException(new($"targets[{first.Index}]", first.Detail, "A batch that is admitted as a whole has to be readable as a whole."));
        }

        return targets.Fingerprints.Count == 0
            ? throw new InvalidValueException(new(
                "targets",
                $"None of the {targets.Count} targets can be read. The first: {targets.Invalid[0].Detail}",
                "Send targets of the capability's target space."))
            : new Prepared(request, inForce, policy, targets);
    }

    private async ValueTask<PoliciesInForce> PoliciesAsync(Capability capability, CancellationToken cancellationToken)
    {
        try
        {
            return policies.Current ?? await policies.GetAsync().AsTask().WaitAsync(options.Value.DecisionTimeout, time, cancellationToken);
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            // Without a policy there is no fail mode to go by, and an open door is never the default.
            instruments.OnFailMode(capability, Core.Policies.FailMode.Closed, failure);
            throw new QuotaUnavailableException(capability, failure);
        }
    }

    private static CapabilityDefinition Define(PoliciesInForce inForce, Capability capability) =>
        inForce.Set.TryGetCapability(capability, out var definition) ? definition : throw UnknownCapability(capability);

    private FingerprintBatch ReadOutcomes(CapabilityDefinition definition, IReadOnlyList<string> targets, string field)
    {
        var batch = TargetBatch.Read(definition, _fingerprinter, targets, field);
        return batch.Invalid.IsEmpty
            ? batch.Fingerprints
            : throw new InvalidValueException(new($"{field}[{batch.Invalid[0].Index}]", batch.Invalid[0].Detail, "Report targets that were allowed."));
    }

    private async Task<ImmutableArray<LookupResult>> AskIngressAsync(Prepared[] prepared, CancellationToken cancellationToken)
    {
        try
        {
            var lookups = prepared.Select(one => new IdentityLookup(one.Request.Identity, one.ToLookup())).ToImmutableArray();
            return await grains.GetGrain<IIngressGrain>(OutcomeReporter.NextIngress(ref _ingress))
                .DecideAsync(lookups)
                .AsTask()
                .WaitAsync(options.Value.DecisionTimeout, time, cancellationToken);
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            return [.. prepared.Select(_ => new LookupResult(Reply: null, failure))];
        }
    }

    private GatewayDecision? ToDecisionOrNull(Prepared prepared, LookupResult result, long started)
    {
        if (result.Reply is { } reply)
        {
            return Finish(prepared, ToDecision(prepared, reply), started, activity: null);
        }

        // A silo answered, and refused: its policies are not yet, or no longer, those that are known here. That is no reason to fail open.
        if (result.Failure is UnknownPolicyException or InvalidValueException)
        {
            return null;
        }

        try
        {
            return Finish(prepared, FailMode(prepared, result.Failure!), started, activity: null);
        }
        catch (QuotaUnavailableException)
        {
            return null;
        }
    }

    private static GatewayDecision ToDecision(Prepared prepared, DecisionReply reply)
    {
        var decision = reply.Decision;
        return new GatewayDecision
        {
            Outcome = decision.Outcome,
            Allowed = prepared.Targets.ToPlaces(decision.Allowed),
            Invalid = prepared.Targets.Invalid,
            ShadowDenied = decision.ShadowDenied is { } denied ? prepared.Targets.ToPlaces(denied) : null,
            Limit = decision.Limit,
            RetryAfter = decision.RetryAfter,
            Action = decision.Action,
            Stage = decision.Stage,
            Policy = decision.Policy,
            PolicyVersion = reply.PolicyVersion,
            Limits = decision.Limits,
        };
    }

    /// <summary>Decides without a silo, as the policy says. The switch to the fail mode and back is logged once each, its use is counted every time.</summary>
    private GatewayDecision FailMode(Prepared prepared, Exception failure)
    {
        var capability = prepared.Request.Capability;
        instruments.OnFailMode(capability, prepared.Policy.FailMode, failure);
        if (Interlocked.Exchange(ref _failing, 1) == 0)
        {
            LogFailing(logger, prepared.Policy.Name, prepared.Policy.FailMode, failure);
        }

        return prepared.Policy.FailMode == Core.Policies.FailMode.Closed
            ? throw new QuotaUnavailableException(capability, failure)
            : new GatewayDecision
            {
                Outcome = Outcome.Allowed,
                Allowed = prepared.Targets.ToPlaces(ItemSet.All(prepared.Targets.Fingerprints.Count)),
                Invalid = prepared.Targets.Invalid,
                Stage = prepared.Policy.Stage,
                Policy = prepared.Policy.Name,
                PolicyVersion = prepared.Policies.Version,
                Limits = [],
                FailedOpen = true,
            };
    }

    private GatewayDecision Finish(Prepared prepared, GatewayDecision decision, long started, Activity? activity)
    {
        if (!decision.FailedOpen && Volatile.Read(ref _failing) == 1 && Interlocked.Exchange(ref _failing, 0) == 1)
        {
            LogRecovered(logger);
        }

        instruments.OnDecided(prepared.Request.Capability, decision, time.GetElapsedTime(started));
        activity?.SetTag(GatewayInstruments.OutcomeTag, GatewayInstruments.NameOf(decision.Outcome));
        return decision;
    }

    private static Activity? StartActivity(Prepared prepared) =>
        GatewayInstruments.Activities.StartActivity(GatewayInstruments.DecideActivity, ActivityKind.Client)
            ?.SetTag(GatewayInstruments.CapabilityTag, prepared.Request.Capability.Value)
            .SetTag(GatewayInstruments.ItemsTag, prepared.Targets.Count);

    /// <summary>Whether an exception means that nobody decided; if not, it is the caller's own or about the request.</summary>
    private static bool IsNoAnswer(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        InvalidValueException or UnknownPolicyException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => true,
    };

    private static InvalidValueException UnknownCapability(Capability capability) =>
        new(new("capability", $"The capability '{capability}' is not defined.", "Name a capability of the policies in force, or define it there."));

    private static InvalidValueException UnknownPlan(Capability capability, Plan plan) =>
        new(new("plan", $"The capability '{capability}' has no policy for the plan '{plan}'.", "Name a plan that has one, or write one."));

    [LoggerMessage(1, LogLevel.Error, "No silo decided; the policy {Policy} fails {FailMode}. Logged once until a silo answers again; quotagrid.failmode.decisions counts on.")]
    private static partial void LogFailing(ILogger logger, string policy, FailMode failMode, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Silos decide again; the fail mode is over.")]
    private static partial void LogRecovered(ILogger logger);
}
