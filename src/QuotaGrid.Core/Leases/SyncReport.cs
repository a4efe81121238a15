using System.Collections.Immutable;
using Orleans;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// What a holder tells the identity's grain. Numbers rise, counts only grow and targets have positions, so a report may be lost, arrive twice, late or after a later one.
/// </summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.SyncReport")]
public sealed record SyncReport
{
    /// <summary>Who reports.</summary>
    [Id(0)]
    public required HolderId Holder { get; init; }

    /// <summary>The report's number, from 1. Only the answer to the latest one is taken up, so every lease of an earlier number that is not named here was never taken.</summary>
    [Id(1)]
    public required long Number { get; init; }

    /// <summary>The plan of the identity, as the gateway knows it.</summary>
    [Id(2)]
    public required Plan Plan { get; init; }

    /// <summary>The activation that answered last; none when none did yet.</summary>
    [Id(3)]
    public Epoch Epoch { get; init; }

    /// <summary>The number of the first report that it answered without another one having done so since. Of leases before that, nothing is given back.</summary>
    [Id(4)]
    public long EpochSince { get; init; }

    /// <summary>The lease of that activation that is still being spent; 0 when there is none.</summary>
    [Id(5)]
    public long OpenLease { get; init; }

    /// <summary>Leases of that activation that are over, at most <see cref="LeaseBounds.MaxLeasesOut"/>.</summary>
    [Id(6)]
    public ImmutableArray<LeaseReturn> Returned { get; init; } = [];

    /// <summary>The position of the first of <see cref="Targets"/> among all that the holder admitted, from 0.</summary>
    [Id(7)]
    public long Position { get; init; }

    /// <summary>Targets admitted, at most <see cref="LeaseBounds.MaxLoggedTargets"/> in all.</summary>
    [Id(8)]
    public ImmutableArray<LoggedTargets> Targets { get; init; } = [];

    /// <summary>The position before which all targets are durable, as the holder knows.</summary>
    [Id(9)]
    public long DurablePosition { get; init; }

    /// <summary>What the holder decided by itself.</summary>
    [Id(10)]
    public UseCounts Counts { get; init; }

    /// <summary>What of it is durable, as the holder knows.</summary>
    [Id(11)]
    public UseCounts DurableCounts { get; init; }

    /// <summary>The permits that it could use.</summary>
    [Id(12)]
    public Permits Wanted { get; init; }

    /// <summary>Whether the holder ends with this report.</summary>
    [Id(13)]
    public bool IsLast { get; init; }

    /// <summary>Permits that requests wait for: granted before all else, as far as there are any.</summary>
    [Id(14)]
    public Permits Needed { get; init; }

    /// <summary>Leases of that activation of which nothing is spent any more, but something may still be put back.</summary>
    [Id(15)]
    public ImmutableArray<long> Lapsed { get; init; } = [];

    /// <summary>What the holder has of what the identity knows, from an answer of that activation that said that nothing new is admitted; 0 when it has nothing.</summary>
    [Id(16)]
    public long KnownVersion { get; init; }
}
