using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Problems;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Coverage;

/// <summary>What is usual for honest identities with one capability, market by market.</summary>
[GrainType("baseline")]
internal sealed class BaselineGrain(
    [PersistentState(StorageNames.Baseline, StorageNames.Provider)] IPersistentState<StoredBytes> stored, SiloClock clock, ILogger<BaselineGrain> logger)
    : LearnedGrain(stored, logger), IBaselineGrain
{
    private MarketBaselines _baselines = null!;
    private long _votes;

    protected override long Version => _votes;

    public ValueTask<ImmutableArray<MarketBounds>> VoteAsync(ImmutableArray<HonestVote> votes)
    {
        if (votes.Length > IBaselineGrain.MaxVotes || votes.Any(vote => !vote.IsPossible))
        {
            throw new InvalidValueException(new("votes", $"There are {votes.Length} votes, or one of them is impossible.", $"Send at most {IBaselineGrain.MaxVotes}, of counts that fit together."));
        }

        foreach (var vote in votes)
        {
            _votes += _baselines.Vote(vote, clock.Now) ? 1 : 0;
        }

        return ValueTask.FromResult<ImmutableArray<MarketBounds>>([.. _baselines.Markets.Select(market => new MarketBounds(market, _baselines.BoundsAt(market, clock.Now)))]);
    }

    protected override void Read(ReadOnlyMemory<byte> bytes) => _baselines = MarketBaselines.Decode(bytes);

    protected override byte[] Encode() => _baselines.Encode();
}
