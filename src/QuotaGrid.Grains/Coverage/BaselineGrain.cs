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
internal sealed partial class BaselineGrain(
    [PersistentState(StorageNames.Baseline, StorageNames.Provider)] IPersistentState<StoredBytes> stored, SiloClock clock, ILogger<BaselineGrain> logger) : Grain, IBaselineGrain
{
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMinutes(1);

    private MarketBaselines _baselines = null!;
    private bool _hasChanged;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _baselines = MarketBaselines.Decode(stored.State.Value);
        this.RegisterGrainTimer(static (grain, _) => grain.StoreAsync(), this, SnapshotInterval, SnapshotInterval);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StoreAsync();

    public ValueTask<ImmutableArray<MarketBounds>> VoteAsync(ImmutableArray<HonestVote> votes)
    {
        if (votes.Length > IBaselineGrain.MaxVotes || votes.Any(vote => !vote.IsPossible))
        {
            throw new InvalidValueException(new("votes", $"There are {votes.Length} votes, or one of them is impossible.", $"Send at most {IBaselineGrain.MaxVotes}, of counts that fit together."));
        }

        foreach (var vote in votes)
        {
            _hasChanged |= _baselines.Vote(vote, clock.Now);
        }

        return ValueTask.FromResult<ImmutableArray<MarketBounds>>([.. _baselines.Markets.Select(market => new MarketBounds(market, _baselines.BoundsAt(market, clock.Now)))]);
    }

    private async Task StoreAsync()
    {
        if (!_hasChanged)
        {
            return;
        }

        try
        {
            _hasChanged = false;
            stored.State.Value = _baselines.Encode();
            await stored.WriteStateAsync();
        }
        catch (Exception failure)
        {
            _hasChanged = true;
            LogNotStored(logger, this.GetPrimaryKeyString(), failure);
            if (failure is Orleans.Storage.InconsistentStateException)
            {
                DeactivateOnIdle();
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What is usual with {Capability} could not be stored.")]
    private static partial void LogNotStored(ILogger logger, string capability, Exception exception);
}
