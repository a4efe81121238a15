using Microsoft.Extensions.Logging;

namespace QuotaGrid.Grains.Storage;

/// <summary>
/// A grain that keeps in memory what is stored of it, and in the end gives it back to be carried over to another silo. Whatever began ends: Orleans calls OnDeactivateAsync only for an activation that was
/// valid, although one that is told to end before that has done all that OnActivateAsync does.
/// </summary>
internal abstract partial class StoredGrain(IPersistentState<StoredBytes> stored, ILogger logger) : Grain, ILifecycleParticipant<IGrainLifecycle>, ILifecycleObserver
{
    private bool _hasBegun;

    /// <summary>What is stored; no bytes while the grain keeps it in its own form.</summary>
    protected IPersistentState<StoredBytes> Stored => stored;

    /// <summary>The log.</summary>
    protected ILogger Log => logger;

    void ILifecycleParticipant<IGrainLifecycle>.Participate(IGrainLifecycle lifecycle) => lifecycle.Subscribe(nameof(StoredGrain), GrainLifecycleStage.Activate, this);

    /// <inheritdoc />
    public sealed override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Begin();
        _hasBegun = true;
        return Task.CompletedTask;
    }

    Task ILifecycleObserver.OnStart(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task ILifecycleObserver.OnStop(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            return;
        }

        try
        {
            await EndAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            // Orleans goes on with whatever the state is now, which then has to be what is stored.
            LogNotEnded(logger, this.GetPrimaryKeyString(), failure);
            await stored.ReadStateAsync(CancellationToken.None);
        }
    }

    /// <summary>Takes up what is stored.</summary>
    protected abstract void Begin();

    /// <summary>Stores what is not stored yet, and gives the state back. Called once, when the activation ends, if <see cref="Begin"/> succeeded.</summary>
    protected abstract Task EndAsync(CancellationToken cancellationToken);

    [LoggerMessage(10, LogLevel.Error, "{Key} could not end as it should; another activation goes on from what is stored.")]
    private static partial void LogNotEnded(ILogger logger, string key, Exception exception);
}
