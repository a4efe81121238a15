using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;
using QuotaGrid.Grains.Alerts;
using QuotaGrid.Grains.Budgets;
using QuotaGrid.Grains.Cohorts;
using QuotaGrid.Grains.Coverage;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Owners;
using QuotaGrid.Grains.Sentinel;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Identities;

/// <summary>One API client identity. Decides in memory, one request at a time; an answer waits until the durable ceiling is above what it was charged.</summary>
/// <remarks>Placed at random, which spreads many small grains evenly whatever the load statistics say.</remarks>
[GrainType(IIdentityGrain.TypeName), RandomPlacement, Reentrant]
internal sealed partial class IdentityGrain(
    [PersistentState(StorageNames.Identity, StorageNames.Provider)] IPersistentState<StoredBytes> stored,
    PolicyCache policies,
    SiloBudgets budgets,
    LocalIdentities locals,
    SiloCoverage coverage,
    SiloCohorts cohorts,
    SiloSentinel sentinel,
    OperatorAlerts alerts,
    OwnerServices services,
    GrainInstruments instruments,
    ILogger<IdentityGrain> logger) : OwnerGrain(stored, services, logger), IIdentityGrain
{
    private LocalIdentity _local = null!;
    private ImmutableArray<Cohort> _comesWith = [];

    // Read once: each decision names it.
    private Identity Identity { get; set; }

    protected override void Begin()
    {
        Identity = GrainKeys.ToIdentity(this.GetPrimaryKeyString());
        base.Begin();
        _local = new LocalIdentity(this, OnUsed);
        locals.Add(Identity, _local);
        instruments.OnActivated();
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        instruments.OnDeactivated();
        locals.Remove(Identity, _local);
        await _local.EndAsync(cancellationToken);
        await base.EndAsync(cancellationToken);
    }

    public async ValueTask<DecisionReply> DecideAsync(LookupRequest request)
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        var (definition, policy) = Find(inForce, request.Capability, request.Plan);
        CheckBatch(request.Targets.Count, definition);
        CheckReport(request.Report);
        CheckSight(request);
        var parents = budgets.ParentsOf(inForce.Set, request.Capability, request.Tenant);
        var asked = new Permits(request.Targets.Count, 1, 0);
        await budgets.ReadyAsync(parents, asked);

        // Before the report, whose lease would take what this request has waited for.
        var paid = parents.Pay(asked, Now);
        var state = State.For(definition);
        SeeGroups(state, policy, request.Cohorts);
        var sync = request.Report is { } report ? state.Sync(definition, policy, report, Epoch, Rules, Now, parents) : null;
        Recognise(state, definition, policy, request);
        var convictions = state.Conviction;
        var decision = state.Decide(definition, policy, request.Targets.Span, request.Admission, Now, parents, paid, SightOf(policy, request.Places, request.Cohorts, request.Aliases));
        OnChanged();
        TellConviction(request.Capability, state, convictions);

        // A denial gives nothing away: it goes out also when an earlier charge could not be stored.
        if (decision.Allowed.Count > 0 || sync is { Granted.IsNone: false })
        {
            await CoverAsync();
        }

        instruments.OnDecided(request.Capability, decision);
        TellContainment(state, decision);
        return new DecisionReply(decision, inForce.Version) { Sync = sync };
    }

    public async ValueTask<SyncReply> SyncAsync(SyncRequest request)
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        var (definition, policy) = Find(inForce, request.Capability, request.Report.Plan);
        CheckReport(request.Report);
        var parents = budgets.ParentsOf(inForce.Set, request.Capability, request.Tenant);
        var state = State.For(definition);
        SeeGroups(state, policy, _comesWith);
        var reply = state.Sync(definition, policy, request.Report, Epoch, Rules, Now, parents);
        return await LendAsync(reply);
    }

    public async ValueTask RecordOutcomesAsync(OutcomeReport report)
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        if (!inForce.Set.TryGetCapability(report.Capability, out var definition))
        {
            throw new UnknownPolicyException(report.Capability, Plan.Default);
        }

        CheckBatch(report.Found.Count + report.Missing.Count, definition);

        // Of an identity that never asked there is nothing to count, and nothing to make a row of.
        if (State.Find(report.Capability) is { } state)
        {
            var remembers = inForce.Set.TryGetPolicy(report.Capability, state.Plan, out var policy) && policy.RemembersTargets;
            var convictions = state.Conviction;
            state.RecordOutcomes(report.Found.Span, report.Missing.Span, remembers, Now, policy is null ? default : SightOf(policy, default, default));
            OnChanged();
            TellConviction(report.Capability, state, convictions);
        }
    }

    public ValueTask<bool> ReleaseHoldAsync(Capability capability, HoldId hold) =>
        ValueTask.FromResult(State.Find(capability) is { } state && OnChangedIf(state.Release(hold, Now)));

    public ValueTask<bool> RenewHoldAsync(Capability capability, HoldId hold) =>
        ValueTask.FromResult(State.Find(capability) is { } state && OnChangedIf(state.Renew(hold, Now)));

    public ValueTask<bool> PardonAsync(Capability capability)
    {
        if (State.Find(capability) is not { } state)
        {
            return ValueTask.FromResult(false);
        }

        // Stored also when nothing was done: what is done about its cohorts since before leaves it alone from now on.
        var was = state.Pardon(Now);
        OnChanged();
        return ValueTask.FromResult(TellIf(was, () => alerts.OnPardoned(Identity, capability)));
    }

    public ValueTask<bool> ExtendContainmentAsync(Capability capability, Instant until) =>
        ValueTask.FromResult(State.Find(capability) is { } state && TellIf(OnChangedIf(state.ExtendContainment(until, Now)), () => alerts.OnExtended(Identity, capability, until)));

    public ValueTask<ChallengeResult> PassChallengeAsync(Capability capability, ChallengeId challenge)
    {
        if (State.Find(capability) is not { } state)
        {
            return ValueTask.FromResult(ChallengeResult.NotContained);
        }

        var was = state.LiftedUntil;
        var result = state.PassChallenge(challenge, Now);
        TellIf(OnChangedIf(state.LiftedUntil != was), () => alerts.OnLifted(Identity, capability));
        return ValueTask.FromResult(result);
    }

    public async Task<IdentityReport> GetState()
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        var capabilities = State.Capabilities
            .OrderBy(entry => entry.Key.Value, StringComparer.Ordinal)
            .Select(entry => Report(inForce.Set, entry.Key, entry.Value))
            .ToImmutableArray();
        return new IdentityReport(Identity.Value, inForce.Version, capabilities);
    }

    private CapabilityReport Report(PolicySet set, Capability capability, CapabilityState state)
    {
        var now = Now;
        var defined = set.TryGetCapability(capability, out var definition);
        return defined && set.TryGetPolicy(capability, state.Plan, out var policy)
            ? new(capability.Value, state.Plan.Value, policy.Name, state.Peek(definition!, policy, now), state.KnownTargets(now), state.Evidence)
            {
                Sweep = policy.Detection is null ? null : SweepOf(state),
            }
            : new(capability.Value, state.Plan.Value, Policy: null, Limits: [], state.KnownTargets(now), state.Evidence);
    }

    private void Recognise(CapabilityState state, CapabilityDefinition definition, Policy policy, LookupRequest request)
    {
        if (request.Aliases is { } aliases && policy.RemembersTargets)
        {
            instruments.OnRecognised(request.Capability, state.Recognise(definition, policy, aliases.Fingerprints.Span, request.Targets.Span, Now));
        }
    }

    private Sight SightOf(Policy policy, PlaceBatch places, ImmutableArray<Cohort> comesWith, TargetAliases? aliases = null)
    {
        if (policy.Detection is null)
        {
            return default;
        }

        sentinel.Watch();
        coverage.Watch(policy.Capability);
        return new Sight(coverage.View, policy.Capability, places.Span, places.Neighbours)
        {
            Cohorts = cohorts.SightOf(policy.Detection, comesWith, Identity),
            Aliases = aliases is null ? default : aliases.Places.Span,
        };
    }

    // A report of what leases decided does not say with which cohorts the identity comes: with those of the latest request.
    private void SeeGroups(CapabilityState state, Policy policy, ImmutableArray<Cohort> comesWith)
    {
        _comesWith = comesWith;
        state.SeeGroups(sentinel.Table, policy, comesWith.AsSpan(), Now);
    }

    private void TellConviction(Capability capability, CapabilityState state, in Conviction before)
    {
        if (state.Conviction != before && state.Conviction.Count > 0)
        {
            var notice = new ConvictionNotice(Identity, capability, state.Conviction, state.Blocks, state.CohortSizes);
            instruments.OnConvicted(capability, notice.Conviction);
            alerts.OnConvicted(notice);
            sentinel.Tell(notice);
        }
    }

    private void TellContainment(CapabilityState state, Decision decision)
    {
        if (decision.Action != ContainmentAction.None)
        {
            instruments.OnContained(
                decision.Action,
                state.Group.ActionAt(Now) != decision.Action ? GrainInstruments.IdentityScope
                : state.Group.By!.Campaign is null ? GrainInstruments.CohortScope
                : GrainInstruments.CampaignScope);
        }
    }

    private static bool TellIf(bool happened, Action tell)
    {
        if (happened)
        {
            tell();
        }

        return happened;
    }

    private bool OnChangedIf(bool changed)
    {
        if (changed)
        {
            OnChanged();
        }

        return changed;
    }

    private static SweepReport SweepOf(CapabilityState state)
    {
        var evidence = state.Suspicion;
        return new SweepReport(evidence.LogEValue, [.. Enum.GetValues<Signal>().Select(signal => evidence.LogEValueOf(signal))], state.Conviction)
        {
            Blocks = state.Blocks is { IsEmpty: false } blocks ? blocks : default,
            DifferentBlocks = state.DifferentBlocks,
            Group = state.Group,
            Cohorts = [.. state.Cohorts.Select(held => new CohortStatus(held.Key.Cohort, held.Totals))],
        };
    }

    private static (CapabilityDefinition Definition, Policy Policy) Find(PoliciesInForce inForce, Capability capability, Plan plan) =>
        inForce.Set.TryGetCapability(capability, out var definition) && inForce.Set.TryGetPolicy(capability, plan, out var policy)
            ? (definition, policy)
            : throw new UnknownPolicyException(capability, plan);

    private static void CheckSight(LookupRequest request)
    {
        if ((request.Places.Count != 0 && request.Places.Count != request.Targets.Count) || !request.Places.IsPossible)
        {
            throw new InvalidValueException(new(
                "places",
                $"There are {request.Places.Count} places and {request.Places.Neighbours.Length} words of neighbours of {request.Targets.Count} targets.",
                "Send a place for each target or none, and at most a bit for each place."));
        }

        if (request.Aliases is { } aliases && !aliases.AreOf(request.Targets.Count, request.Places.Count))
        {
            throw new InvalidValueException(new(
                "aliases",
                $"There are {aliases.Fingerprints.Count} fingerprints and {aliases.Places.Count} places of {request.Targets.Count} targets with {request.Places.Count} places.",
                "Send one of each target or none."));
        }

        if (!request.Cohorts.IsDefault && request.Cohorts.Length > PolicyBounds.MaxCohorts)
        {
            throw new InvalidValueException(new("cohorts", $"There are {request.Cohorts.Length} cohorts.", $"Send at most {PolicyBounds.MaxCohorts}, those that the policy names."));
        }
    }

    private static void CheckBatch(int items, CapabilityDefinition definition)
    {
        if (items < 1 || items > definition.MaxBatch)
        {
            throw new InvalidValueException(new("targets", $"The batch has {items} targets.", $"Send 1 to {definition.MaxBatch} in one request."));
        }
    }
}
