using System.Collections.Immutable;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;

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

    /// <summary>The blocks that many of its new targets lie in: of the last conviction, until something new is admitted after it; the default array when there are none.</summary>
    [Id(4)]
    public ImmutableArray<TouchedBlock> Blocks { get; init; }

    /// <summary>About how many blocks its new targets lie in.</summary>
    [Id(5)]
    public int DifferentBlocks { get; init; }

    /// <summary>What is done about it because of its cohorts, as of its latest request.</summary>
    [Id(6)]
    public GroupContainment Group { get; init; }
}
