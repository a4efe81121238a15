using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>Requests as a gateway makes them.</summary>
internal static class Requests
{
    private static readonly Fingerprinter Fingerprinter = new(FingerprintKey.Derive("0123456789abcdef"u8));

    /// <summary>Asks for targets, by number.</summary>
    public static LookupRequest For(Plan plan, IEnumerable<int> targets, Admission admission = Admission.Partial) =>
        new(TestPolicies.Lookup, plan, Batch(targets), admission);

    /// <inheritdoc cref="For(Plan, IEnumerable{int}, Admission)"/>
    public static LookupRequest For(Plan plan, params int[] targets) => For(plan, targets.AsEnumerable());

    /// <summary>A request of the plan that is watched, for targets of one region, each in its place, and which of them neighbour the one before.</summary>
    public static LookupRequest Placed(RegionKey region, IEnumerable<int> targets, IEnumerable<int>? neighbours = null)
    {
        var all = targets.ToArray();
        TargetPlace[] places = [.. all.Select(target => new TargetPlace(region, target / RegionKey.BlockTargets, target % RegionKey.BlockTargets))];
        return For(TestPolicies.Watched, all) with { Places = neighbours is null ? PlaceBatch.Of(places) : PlaceBatch.Of(places, neighbours.ToArray()) };
    }

    /// <summary>The fingerprints of targets, by number.</summary>
    public static FingerprintBatch Batch(IEnumerable<int> targets)
    {
        var canonical = targets.Select(target =>
        {
            Assert.True(CanonicalTarget.TryRead(TargetSpace.Opaque, null, $"target-{target}", out var read, out _));
            return read;
        }).ToArray();
        return FingerprintBatch.Of(Fingerprinter, canonical);
    }

    /// <inheritdoc cref="Batch(IEnumerable{int})"/>
    public static FingerprintBatch Batch(params int[] targets) => Batch(targets.AsEnumerable());
}
