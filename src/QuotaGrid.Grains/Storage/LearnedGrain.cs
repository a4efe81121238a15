using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace QuotaGrid.Grains.Storage;

/// <summary>A grain that learns: what it knows is stored a while after it changed. Nobody waits for that, and what a crash loses is learned again.</summary>
internal abstract partial class LearnedGrain(IPersistentState<StoredBytes> stored, ILogger logger) : Grain
{
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMinutes(1);

    private long _storedVersion;

    /// <summary>Another one as soon as something was learned.</summary>
    protected abstract long Version { get; }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Read(stored.State.Value);
        (stored.State.Value, _storedVersion) = (default, Version);
        this.RegisterGrainTimer(static (grain, _) => grain.SnapshotAsync(), this, SnapshotInterval, SnapshotInterval);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await SnapshotAsync();

        // If it moves to another silo, that is what it takes along.
        stored.State.Value = Encode();
    }

    /// <summary>Takes up what is stored; no bytes when nothing is.</summary>
    protected abstract void Read(ReadOnlyMemory<byte> bytes);

    /// <summary>The stored form.</summary>
    protected abstract byte[] Encode();

    private async Task SnapshotAsync()
    {
        var version = Version;
        if (version == _storedVersion)
        {
            return;
        }

        try
        {
            stored.State.Value = Encode();
            await stored.WriteStateAsync();
            _storedVersion = version;
        }
        catch (Exception failure)
        {
            // An activation that another one has replaced ends; else it is tried again.
            LogNotStored(logger, this.GetPrimaryKeyString(), failure);
            if (failure is InconsistentStateException)
            {
                DeactivateOnIdle();
            }
        }
        finally
        {
            stored.State.Value = default;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What was learned of {Key} could not be stored.")]
    private static partial void LogNotStored(ILogger logger, string key, Exception exception);
}
