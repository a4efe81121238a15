using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;

namespace QuotaGrid.Core.Coverage;

/// <summary>What a batch of targets shows beyond their fingerprints. The default shows nothing, and holds nothing against anybody.</summary>
/// <param name="view">What everybody asks for, as the silo knows it.</param>
/// <param name="capability">What is asked.</param>
/// <param name="places">Where each target of the batch stands; none when the gateway did not say.</param>
/// <param name="neighbours">Which targets of the batch are the neighbour of the one before them, a bit each; none when the gateway did not say.</param>
public readonly ref struct Sight(ClusterView view, Capability capability, ReadOnlySpan<TargetPlace> places, ReadOnlySpan<ulong> neighbours)
{
    /// <summary>What everybody asks for; null when there is nothing to be seen.</summary>
    public ClusterView? View { get; } = view;

    /// <summary>What is asked.</summary>
    public Capability Capability { get; } = capability;

    /// <summary>Where the targets stand.</summary>
    public ReadOnlySpan<TargetPlace> Places { get; } = places;

    /// <summary>Which of them are the neighbour of the one before, a bit each.</summary>
    public ReadOnlySpan<ulong> Neighbours { get; } = neighbours;

    /// <summary>With which cohorts the identity comes, and what is known of those.</summary>
    public CohortSight Cohorts { get; init; }

    /// <summary>Whether the target at a place of the batch is the neighbour of the one before; null when that is not known, and of the first one.</summary>
    public bool? IsNeighbour(int item) => item == 0 || item / 64 >= Neighbours.Length ? null : (Neighbours[item / 64] >> item & 1) != 0;
}
