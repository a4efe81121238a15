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
using QuotaGrid.Core.Problems;
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
    private readonly RequestReader _reader = new(policies, options, instruments, time);
    private readonly FailModeLog _failModes = new(time, logger);
    private uint _ingress;

    /// <summary>Decides one identity's request.</summary>
    /// <exception cref="InvalidValueException">
    /// The capability or the plan has no policy, there are no targets or too many, or none of them can be read, or not all of a batch that is to be admitted as a whole; nothing was charged.
    /// </exception>
    /// <exception cref="QuotaUnavailableException">No silo answered in time, and the policy fails closed. What was charged is unknown.</exception>
    public async ValueTask<GatewayDecision> DecideAsync(DecisionRequest request, CancellationToken cancellationToken = default)
    {
        var prepared = await _reader.ReadAsync(request, cancellationToken);
        using var activity = StartActivity(prepared);
        var started = time.GetTimestamp();
        GatewayDecision decision;
        try
        {
            var asked = grains.GetIdentity(request.Identity).DecideAsync(prepared.ToLookup()).AsTask();
            decision = ToDecision(prepared, await WaitAsync(request, asked, cancellationToken));
        }
        catch (Exception failure) when (NoAnswer.Is(failure, cancellationToken))
        {
            decision = FailMode(prepared, failure) ?? throw new QuotaUnavailableException(
                $"No silo decided about '{request.Capability}', and its policy fails closed. Ask again in a moment.", failure);
        }

        return Finish(prepared, decision, started, activity);
    }

    /// <summary>
    /// Decides the requests of many identities with one message; the answers are in the order of the requests, and where a request alone would have thrown
    /// <see cref="QuotaUnavailableException"/>, or a silo refused it, the answer is null.
    /// </summary>
    /// <exception cref="InvalidValueException">There are no requests or over 1,000, or one of them is invalid; nothing was charged.</exception>
    public async ValueTask<ImmutableArray<GatewayDecision?>> DecideManyAsync(IReadOnlyList<DecisionRequest> requests, CancellationToken cancellationToken = default)
    {
        if (requests.Count is < 1 or > IIngressGrain.MaxIdentities)
        {
            throw new InvalidValueException(new("requests", $"There are {requests.Count} requests.", $"Send 1 to {IIngressGrain.MaxIdentities}."));
        }

        var prepared = new PreparedRequest[requests.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            prepared[i] = await _reader.ReadAsync(requests[i], cancellationToken);
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
        var report = await _reader.ReadOutcomesAsync(capability, found, missing, cancellationToken);
        return outcomes.TryReport(new IdentityOutcomes(identity, report));
    }

    /// <summary>What is known of an identity: counts and limits, never a target.</summary>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<IdentityReport> DescribeAsync(Identity identity, CancellationToken cancellationToken = default) =>
        AskAsync(() => grains.GetIdentity(identity).GetState(), "No silo described the identity. Ask again in a moment.", cancellationToken);

    /// <summary>Asks for what has no fail mode, and waits for the answer.</summary>
    private async ValueTask<T> AskAsync<T>(Func<Task<T>> ask, string noAnswer, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().WaitAsync(options.Value.DecisionTimeout, time, cancellationToken);
        }
        catch (Exception failure) when (NoAnswer.Is(failure, cancellationToken))
        {
            throw new QuotaUnavailableException(noAnswer, failure);
        }
    }

    private async Task<ImmutableArray<LookupResult>> AskIngressAsync(PreparedRequest[] prepared, CancellationToken cancellationToken)
    {
        try
        {
            var lookups = prepared.Select(one => new IdentityLookup(one.Request.Identity, one.ToLookup())).ToImmutableArray();
            return await grains.GetGrain<IIngressGrain>(OutcomeReporter.NextIngress(ref _ingress))
                .DecideAsync(lookups, options.Value.DecisionTimeout)
                .AsTask()
                .WaitAsync(options.Value.DecisionTimeout, time, cancellationToken);
        }
        catch (Exception failure) when (NoAnswer.Is(failure, cancellationToken))
        {
            return [.. prepared.Select(_ => new LookupResult(Reply: null, failure))];
        }
    }

    private GatewayDecision? ToDecisionOrNull(PreparedRequest prepared, LookupResult result, long started)
    {
        if (result.Reply is { } reply)
        {
            return Finish(prepared, ToDecision(prepared, reply), started, activity: null);
        }

        // A silo that has other policies refused: that is an answer, and no fail mode lets it through.
        if (!NoAnswer.Is(result.Failure!, CancellationToken.None))
        {
            return null;
        }

        return FailMode(prepared, result.Failure!) is { } decision ? Finish(prepared, decision, started, activity: null) : null;
    }

    private static GatewayDecision ToDecision(PreparedRequest prepared, DecisionReply reply)
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
            Hold = decision.Hold,
        };
    }

    /// <summary>Decides without a silo, as the policy says; null when it fails closed, which is no decision.</summary>
    private GatewayDecision? FailMode(PreparedRequest prepared, Exception failure)
    {
        var mode = NoAnswer.FailModeOf(prepared.Policy, failure);
        instruments.OnFailMode(prepared.Request.Capability, mode, failure);
        _failModes.OnUsed(prepared.Policy, mode, failure);
        return mode == Core.Policies.FailMode.Closed
            ? null
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

    private GatewayDecision Finish(PreparedRequest prepared, GatewayDecision decision, long started, Activity? activity)
    {
        if (!decision.FailedOpen)
        {
            _failModes.OnDecided(prepared.Policy);
        }

        instruments.OnDecided(prepared.Request.Capability, decision, time.GetElapsedTime(started));
        activity?.SetTag(GatewayInstruments.OutcomeTag, DecisionWords.WordFor(decision.Outcome));
        return decision;
    }

    private static Activity? StartActivity(PreparedRequest prepared) =>
        GatewayInstruments.Activities.StartActivity(GatewayInstruments.DecideActivity, ActivityKind.Client)
            ?.SetTag(GatewayInstruments.CapabilityTag, prepared.Request.Capability.Value)
            .SetTag(GatewayInstruments.ItemsTag, prepared.Targets.Count);
}
