using System.Collections.Immutable;
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

/// <summary>What anybody asked for in one region.</summary>
[GrainType("region"), RandomPlacement]
internal sealed class RegionGrain(
    [PersistentState(StorageNames.Region, StorageNames.Provider)] IPersistentState<StoredBytes> stored, SiloClock clock, ILogger<RegionGrain> logger)
    : LearnedGrain(stored, logger), IRegionGrain
{
    private RegionOwner _owner = null!;

    protected override long Version => _owner.Version;

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

    protected override void Read(ReadOnlyMemory<byte> bytes)
    {
        var (region, epoch) = (RegionKey.Parse(this.GetPrimaryKeyString()), new Epoch(Math.Max(1, RandomId.Next())));
        _owner = bytes.IsEmpty ? new RegionOwner(region, epoch, SiloCoverage.Window) : RegionOwner.Decode(region, bytes, epoch, SiloCoverage.Window);
    }

    protected override byte[] Encode() => _owner.Encode();
}
