using System.Collections.Immutable;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Core.Containment;

namespace QuotaGrid.Contracts.Identities;

/// <summary>What is held against an identity, and what is done about it.</summary>
/// <param name="LogEValue">The natural logarithm of the evidence that it sweeps, since it was convicted last; 0 or less says nothing.</param>
/// <param name="LogEValues">The same of each signal, in the order of <see cref="Core.Evidence.Signal"/>.</param>
/// <param name="Conviction">The last conviction; without a count when there never was one.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.SweepReport")]
public sealed record SweepReport([property: Id(0)] double LogEValue, [property: Id(1)] ImmutableArray<double> LogEValues, [property: Id(2)] Conviction Conviction)
{
    /// <summary>The cohorts that it came with in its latest request, as far as the silo has them; the default array when it never came with any.</summary>
    [Id(3)]
    public ImmutableArray<CohortStatus> Cohorts { get; init; }
}
