using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace QuotaGrid.Grains.Storage;

/// <summary>A grain that learns: what it knows is stored a while after it changed. Nobody waits for that, and what a crash loses is learned again.</summary>
internal abstract partial class LearnedGrain(IPersistentState<StoredBytes> stored, ILogger logger) : StoredGrain(stored, logger)
{
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMinutes(1);

    private long _storedVersion;

    /// <summary>Another one as soon as something was learned.</summary>
    protected abstract long Version { get; }

    /// <inheritdoc />
    protected override void Begin()
    {
        Read(Stored.State.Value);
        (Stored.State.Value, _storedVersion) = (default, Version);
        this.RegisterGrainTimer(static (grain, _) => grain.SnapshotAsync(), this, SnapshotInterval, SnapshotInterval);
    }

    /// <inheritdoc />
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        await SnapshotAsync();

        // If it moves to another silo, that is what it takes along.
        Stored.State.Value = Encode();
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
            Stored.State.Value = Encode();
            await Stored.WriteStateAsync();
            _storedVersion = version;
        }
        catch (Exception failure)
        {
            // An activation that another one has replaced ends; else it is tried again.
            LogNotStored(Log, this.GetPrimaryKeyString(), failure);
            if (failure is InconsistentStateException)
            {
                DeactivateOnIdle();
            }
        }
        finally
        {
            Stored.State.Value = default;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What was learned of {Key} could not be stored.")]
    private static partial void LogNotStored(ILogger logger, string key, Exception exception);
}
