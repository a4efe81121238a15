using System.Collections.Immutable;
using Orleans.CodeGeneration;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Contracts.Coverage;

/// <summary>What is usual for honest identities with one capability, by their votes. Key: the capability.</summary>
[GrainInterfaceType("quotagrid.baseline"), Version(1), Alias("quotagrid.baseline")]
public interface IBaselineGrain : IGrainWithStringKey
{
    /// <summary>The most votes in one message: as many as wait in a silo.</summary>
    const int MaxVotes = ClusterView.MaxVotes;

    /// <summary>Takes votes, and answers what honest shares may be. A vote that comes twice counts twice; that is one identity's weight among all.</summary>
    /// <param name="votes">The votes, 0 to <see cref="MaxVotes"/>.</param>
    /// <exception cref="Core.Problems.InvalidValueException">There are more, or one is impossible; nothing was counted.</exception>
    [Alias("Vote")]
    ValueTask<ImmutableArray<MarketBounds>> VoteAsync(ImmutableArray<HonestVote> votes);
}
