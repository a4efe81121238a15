using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QuotaGrid.Contracts.Budgets;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;
using QuotaGrid.Gateway.FailModes;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Leases;
using QuotaGrid.Gateway.Outcomes;

namespace QuotaGrid.Gateway.Admission;

/// <summary>
/// What a gateway's code asks: may this identity look these targets up? Reads and fingerprints targets here, asks the identity's grain, and uses
/// the policy's fail mode when no silo answers. Safe for concurrent use.
/// </summary>
public sealed partial class QuotaGridClient
{
    // The fewer there are, the more lookups go in a message when there are many; the more, the fewer wait for one that is slow.
    private const int Lanes = 4;

    // Directories know within a fraction of a second where an identity has gone to, and within two that a silo is dead.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    private readonly IGrainFactory _grains;
    private readonly PolicyCache _policies;
    private readonly OutcomeReporter _outcomes;
    private readonly LeaseTable _table;
    private readonly LocalShares _shares;
    private readonly GatewayClock _clock;
    private readonly TimeSpan _patience;
    private readonly GatewayInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly RequestReader _reader;
    private readonly FailModeLog _failModes;
    private readonly LookupLane[] _lanes;
    private volatile bool _isNobodyThere;

    internal QuotaGridClient(
        IGrainFactory grains,
        PolicyCache policies,
        OutcomeReporter outcomes,
        LeaseTable table,
        LocalShares shares,
        GatewayClock clock,
        IOptions<QuotaGridGatewayOptions> options,
        GatewayInstruments instruments,
        TimeProvider time,
        ILogger<QuotaGridClient> logger)
    {
        (_grains, _policies, _outcomes, _table, _shares, _clock, _instruments, _time) = (grains, policies, outcomes, table, shares, clock, instruments, time);
        _patience = options.Value.DecisionTimeout;
        _reader = new RequestReader(policies, options, instruments, time);
        _failModes = new FailModeLog(time, logger);
        _lanes = [.. Enumerable.Range(0, Lanes).Select(key => new LookupLane(grains, (uint)key, _patience, instruments, time))];
    }

    /// <summary>Decides about one capability from leases, without waiting. Keep it: making one takes longer than using it.</summary>
    /// <param name="capability">What the answers reveal.</param>
    /// <param name="plan">The plan of the identities that will be asked about.</param>
    public QuotaGate GateFor(Capability capability, Plan plan) => new(capability, plan, _policies, _reader.Fingerprinter, _table, _clock, _instruments);

    /// <summary>Decides one identity's request: from a lease when there is one, else by asking the identity's grain.</summary>
    /// <exception cref="InvalidValueException">
    /// The capability or the plan has no policy, there are no targets or too many, or none of them can be read, or not all of a batch that is to be admitted as a whole; nothing was charged.
    /// </exception>
    /// <exception cref="QuotaUnavailableException">No silo answered in time, and the policy fails closed. What was charged is unknown.</exception>
    public async ValueTask<GatewayDecision> DecideAsync(DecisionRequest request, CancellationToken cancellationToken = default) =>
        await DecidePreparedAsync(await _reader.ReadAsync(request, cancellationToken), cancellationToken);

    /// <summary>
    /// Decides the requests of many identities; the answers are in the order of the requests, and where a request alone would have thrown
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

        return [.. await Task.WhenAll(prepared.Select(one => DecideOrNullAsync(one, cancellationToken)))];
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
        return _outcomes.TryReport(new IdentityOutcomes(identity, report));
    }

    /// <summary>What is known of an identity: counts and limits, never a target.</summary>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<IdentityReport> DescribeAsync(Identity identity, CancellationToken cancellationToken = default) =>
        AskAsync(() => _grains.GetIdentity(identity).GetState(), "No silo described the identity. Ask again in a moment.", cancellationToken);

    /// <summary>Where a budget stands; without limits when the policies in force have no such budget.</summary>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<BudgetReport> DescribeBudgetAsync(BudgetKey budget, CancellationToken cancellationToken = default) =>
        AskAsync(() => _grains.GetGrain<IBudgetGrain>(budget.Value).GetState(), "No silo described the budget. Ask again in a moment.", cancellationToken);

    /// <summary>Asks for what has no fail mode, and waits for the answer.</summary>
    private async ValueTask<T> AskAsync<T>(Func<Task<T>> ask, string noAnswer, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().WaitAsync(_patience, _time, cancellationToken);
        }
        catch (Exception failure) when (NoAnswer.Is(failure, cancellationToken))
        {
            throw new QuotaUnavailableException(noAnswer, failure);
        }
    }

    private async Task<GatewayDecision?> DecideOrNullAsync(PreparedRequest prepared, CancellationToken cancellationToken)
    {
        try
        {
            return await DecidePreparedAsync(prepared, cancellationToken);
        }
        catch (Exception failure) when (failure is QuotaUnavailableException or InvalidValueException)
        {
            // A silo that has other policies refused: that is an answer, and no fail mode lets it through.
            return null;
        }
    }

    private async ValueTask<GatewayDecision> DecidePreparedAsync(PreparedRequest prepared, CancellationToken cancellationToken)
    {
        using var activity = StartActivity(prepared);
        var started = _time.GetTimestamp();
        var request = prepared.Request;
        var entry = _table.FindOrAdd(request.Capability, request.Identity, request.Tenant, LeaseTerms.Of(prepared.Policy));
        GatewayDecision decision;
        if (entry is not null && LocalDecisions.TryDecide(prepared, entry, _clock.Now) is { } local)
        {
            _instruments.OnLocal();
            _table.List(entry);
            decision = local;
        }
        else
        {
            decision = await AskAsync(prepared, entry, cancellationToken);
        }

        return Finish(prepared, decision, started, activity);
    }

    /// <summary>Asks the identity's grain, and does as the policy says when nobody answers.</summary>
    private async ValueTask<GatewayDecision> AskAsync(PreparedRequest prepared, LeaseEntry? entry, CancellationToken cancellationToken)
    {
        _instruments.OnStrict();
        var request = prepared.Request;
        try
        {
            var sent = _clock.Now;
            var lookup = prepared.ToLookup() with { Report = entry?.Holder.NextReport(sent, _patience, always: true) };
            var lane = _lanes[(uint)string.GetHashCode(request.Identity.Value, StringComparison.Ordinal) % Lanes];
            var reply = await WaitAsync(request, AskUntilTakenAsync(lane, request.Identity, lookup, sent, cancellationToken), cancellationToken);

            // When the process stood still, the answer may be here before the timer: permits that were charged so long ago are not spent any more.
            if (_clock.Now - sent > _patience)
            {
                throw new TimeoutException("The answer came too late.");
            }

            if (entry is not null)
            {
                Take(prepared, entry, reply);
            }

            return ToDecision(prepared, reply);
        }
        catch (Exception failure) when (NoAnswer.Is(failure, cancellationToken))
        {
            return FailMode(prepared, failure) ?? throw new QuotaUnavailableException(
                $"No silo decided about '{request.Capability}', and its policy fails closed. Ask again in a moment.", failure);
        }
    }

    /// <summary>
    /// Asks again while silos come and go, and the one that was asked is not the one that has the identity any more, or is gone. Once somebody has asked in vain for as long as there is time, nobody asks twice
    /// until a silo has answered anybody: when none can be reached, the fail mode need not wait, and must not be held up by messages.
    /// </summary>
    private async Task<DecisionReply> AskUntilTakenAsync(LookupLane lane, Identity identity, LookupRequest lookup, Instant sent, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var reply = await lane.AskAsync(identity, lookup);
                _isNobodyThere = false;
                return reply;
            }
            catch (Exception untaken) when (NoAnswer.IsUntaken(untaken) && (isFirst || NoAnswer.IsUndelivered(untaken)) && !_isNobodyThere && !cancellationToken.IsCancellationRequested)
            {
                if (_clock.Now - sent >= _patience - pause)
                {
                    _isNobodyThere = true;
                    throw;
                }
            }

            await Task.Delay(pause, _time, cancellationToken);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
        }
    }

    private void Take(PreparedRequest prepared, LeaseEntry entry, DecisionReply reply)
    {
        var now = _clock.Now;
        if (reply.Sync is { } sync)
        {
            entry.Take(sync, now);
        }

        // In the shadow stage what would have been denied is let through, but neither charged nor learned.
        var charged = reply.Decision.ShadowDenied?.Complement() ?? reply.Decision.Allowed;
        var aliases = prepared.Targets.Aliases?.Fingerprints ?? default;
        _instruments.OnUnkept(entry.Holder.OnDecided(prepared.Targets.Fingerprints.Span, charged, now, aliases.Span));
        _table.List(entry);
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
        _instruments.OnFailMode(prepared.Request.Capability, mode, failure);
        _failModes.OnUsed(prepared.Policy, mode, failure);
        return mode switch
        {
            Core.Policies.FailMode.Open =>
                prepared.ToDecision(Outcome.Allowed, ItemSet.All(prepared.Targets.Fingerprints.Count), limits: []) with { FailMode = mode },
            Core.Policies.FailMode.LocalShare when Share(prepared) is { } decision => decision with { FailMode = mode },
            _ => null,
        };
    }

    private GatewayDecision? Share(PreparedRequest prepared)
    {
        var request = prepared.Request;
        return _shares.Decide(prepared.Definition, prepared.Policy, request.Identity, prepared.Targets.Fingerprints.Span, request.Admission, _clock.Now) is { } decision
            ? ToDecision(prepared, new DecisionReply(decision, prepared.Policies.Version))
            : null;
    }

    private GatewayDecision Finish(PreparedRequest prepared, GatewayDecision decision, long started, Activity? activity)
    {
        if (decision.FailMode is null)
        {
            _failModes.OnDecided(prepared.Policy);
        }

        _instruments.OnDecided(prepared.Request.Capability, decision, _time.GetElapsedTime(started));
        activity?.SetTag(GatewayInstruments.OutcomeTag, DecisionWords.WordFor(decision.Outcome));
        return decision;
    }

    private static Activity? StartActivity(PreparedRequest prepared) =>
        GatewayInstruments.Activities.StartActivity(GatewayInstruments.DecideActivity, ActivityKind.Client)
            ?.SetTag(GatewayInstruments.CapabilityTag, prepared.Request.Capability.Value)
            .SetTag(GatewayInstruments.ItemsTag, prepared.Targets.Count);
}
