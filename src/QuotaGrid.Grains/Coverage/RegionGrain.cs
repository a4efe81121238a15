using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Coverage;

/// <summary>What anybody asked for in one region. Stored a while after it changed: what a crash loses of it is still in the silos, and is asked for again.</summary>
[GrainType("region"), RandomPlacement]
internal sealed partial class RegionGrain(
    [PersistentState(StorageNames.Region, StorageNames.Provider)] IPersistentState<StoredBytes> stored, SiloClock clock, ILogger<RegionGrain> logger) : Grain, IRegionGrain
{
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMinutes(1);

    private RegionOwner _owner = null!;
    private long _stored;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var region = RegionKey.Parse(this.GetPrimaryKeyString());
        var epoch = new Epoch(Math.Max(1, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)))));
        _owner = stored.State.Value.IsEmpty
            ? new RegionOwner(region, epoch, SiloCoverage.Window)
            : RegionOwner.Decode(region, stored.State.Value, epoch, SiloCoverage.Window);
        (stored.State.Value, _stored) = (default, _owner.Version);
        this.RegisterGrainTimer(static (grain, _) => grain.StoreAsync(), this, SnapshotInterval, SnapshotInterval);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StoreAsync();

    public ValueTask<RegionDelta> ExchangeAsync(RegionMarks marks)
    {
        try
        {
            return ValueTask.FromResult(_owner.Exchange(marks, clock.Now));
        }
        catch (Exception problem) when (problem is ArgumentException or SnapshotFormatException)
        {
            throw new InvalidValueException(new("marks", problem.Message, "Send what a silo of this version sends."));
        }
    }

    public Task<RegionReport> GetState()
    {
        var fills = Enumerable.Range(0, RegionKey.Blocks).Select(block => KeyValuePair.Create(block, _owner.FillOf(block))).Where(block => block.Value > 0).ToImmutableSortedDictionary();
        return Task.FromResult(new RegionReport(_owner.Region.ToString(), (long)Math.Round(fills.Values.Sum() * RegionKey.BlockTargets), fills));
    }

    private async Task StoreAsync()
    {
        var version = _owner.Version;
        if (version == _stored)
        {
            return;
        }

        try
        {
            stored.State.Value = _owner.Encode();
            await stored.WriteStateAsync();
            _stored = version;
        }
        catch (Exception failure)
        {
            // An activation that another one has replaced ends; else it is tried again. Nobody waits for it.
            LogNotStored(logger, _owner.Region.ToString(), failure);
            if (failure is Orleans.Storage.InconsistentStateException)
            {
                DeactivateOnIdle();
            }
        }
        finally
        {
            stored.State.Value = default;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What was asked for in the region {Region} could not be stored.")]
    private static partial void LogNotStored(ILogger logger, string region, Exception exception);
}
