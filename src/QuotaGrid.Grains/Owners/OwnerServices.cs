using Microsoft.Extensions.Options;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Owners;

/// <summary>What of the silo an <see cref="OwnerGrain"/> works with.</summary>
internal sealed record OwnerServices(SiloClock Clock, TimeProvider Time, IOptions<QuotaGridSiloOptions> Options, GrainInstruments Instruments, SnapshotLog Snapshots);
