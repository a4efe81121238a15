using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Targets;
using QuotaGrid.Gateway.FailModes;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Gateway.Admission;

/// <summary>Reads requests by the policies in force: finds the policy, reads the targets and makes their fingerprints.</summary>
internal sealed class RequestReader(
    PolicyCache policies, IOptions<QuotaGridGatewayOptions> options, GatewayInstruments instruments, TimeProvider time)
{
    private readonly TargetPlacer _placer = new(FingerprintKey.Derive(options.Value.Secret.Span));

    /// <summary>Makes the fingerprints.</summary>
    public Fingerprinter Fingerprinter { get; } = new(FingerprintKey.Derive(options.Value.Secret.Span));

    /// <summary>Reads a request for a decision.</summary>
    /// <exception cref="InvalidValueException">It cannot be used.</exception>
    /// <exception cref="QuotaUnavailableException">No policies are known yet.</exception>
    public async ValueTask<PreparedRequest> ReadAsync(DecisionRequest request, CancellationToken cancellationToken)
    {
        var inForce = await PoliciesAsync(cancellationToken);
        var definition = Define(inForce, request.Capability);
        if (!inForce.Set.TryGetPolicy(request.Capability, request.Plan, out var policy))
        {
            throw UnknownPlan(request.Capability, request.Plan);
        }

        if (request.Targets.Count == 0)
        {
            throw new InvalidValueException(new("targets", "There are no targets.", $"Send 1 to {definition.MaxBatch}."));
        }

        var targets = TargetBatch.Read(definition, Fingerprinter, policy.Detection is null ? null : _placer, request.Targets, "targets");
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
            : new PreparedRequest(request, inForce, definition, policy, targets) { Cohorts = ReadCohorts(policy.Detection, request.Attributes) };
    }

    /// <summary>Reads a report of outcomes.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public async ValueTask<OutcomeReport> ReadOutcomesAsync(
        Capability capability, IReadOnlyList<string> found, IReadOnlyList<string> missing, CancellationToken cancellationToken)
    {
        var definition = Define(await PoliciesAsync(cancellationToken), capability);
        if (found.Count + missing.Count is var count && (count == 0 || count > definition.MaxBatch))
        {
            throw new InvalidValueException(new("found", $"There are {count} targets in found and missing.", $"Send 1 to {definition.MaxBatch} together."));
        }

        return new OutcomeReport(capability, ReadOutcomes(definition, found, nameof(found)), ReadOutcomes(definition, missing, nameof(missing)));
    }

    // Only what the policy names leaves the gateway.
    private static ImmutableArray<Cohort> ReadCohorts(Detection? detection, IReadOnlyDictionary<string, string> attributes)
    {
        if (detection is null || attributes.Count == 0)
        {
            return [];
        }

        var cohorts = ImmutableArray.CreateBuilder<Cohort>(detection.Cohorts.Length);
        foreach (var kind in detection.Cohorts)
        {
            if (kind != Cohort.SignUpHourKind && attributes.TryGetValue(kind, out var value))
            {
                cohorts.Add(Cohort.Of(kind, value));
            }
        }

        return cohorts.DrainToImmutable();
    }

    private static InvalidValueException UnknownPlan(Capability capability, Plan plan) =>
        new(new("plan", $"The capability '{capability}' has no policy for the plan '{plan}'.", "Name a plan that has one, or write one."));

    private async ValueTask<PoliciesInForce> PoliciesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return policies.Current ?? await policies.GetAsync().AsTask().WaitAsync(options.Value.DecisionTimeout, time, cancellationToken);
        }
        catch (Exception failure) when (NoAnswer.Is(failure, cancellationToken))
        {
            // Without a policy there is no fail mode to go by, and an open door is never the default.
            instruments.OnFailMode(capability: null, FailMode.Closed, failure);
            throw new QuotaUnavailableException("No policies are known here yet, so nothing can be decided. Ask again in a moment.", failure);
        }
    }

    private static CapabilityDefinition Define(PoliciesInForce inForce, Capability capability) =>
        inForce.Set.TryGetCapability(capability, out var definition) ? definition : throw UnknownCapability(capability);

    private FingerprintBatch ReadOutcomes(CapabilityDefinition definition, IReadOnlyList<string> targets, string field)
    {
        var batch = TargetBatch.Read(definition, Fingerprinter, placer: null, targets, field);
        return batch.Invalid.IsEmpty
            ? batch.Fingerprints
            : throw new InvalidValueException(new($"{field}[{batch.Invalid[0].Index}]", batch.Invalid[0].Detail, "Report targets that were allowed."));
    }

    private static InvalidValueException UnknownCapability(Capability capability) =>
        new(new("capability", $"The capability '{capability}' is not defined.", "Name a capability of the policies in force, or define it there."));
}
