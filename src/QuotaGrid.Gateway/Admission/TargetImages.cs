using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Targets;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Gateway.Admission;

/// <summary>Makes what leaves the gateway of targets: fingerprints and places under the cluster's secret, and aliases under the other one while that changes. Safe for concurrent use.</summary>
internal sealed class TargetImages
{
    private readonly TargetPlacer _placer;
    private readonly Fingerprinter? _otherFingerprinter;
    private readonly TargetPlacer? _otherPlacer;

    public TargetImages(QuotaGridGatewayOptions options)
    {
        var key = FingerprintKey.Derive(options.Secret.Span);
        (Fingerprinter, _placer) = (new Fingerprinter(key), new TargetPlacer(key));
        if (!options.OtherSecret.IsEmpty)
        {
            var other = FingerprintKey.Derive(options.OtherSecret.Span);
            (_otherFingerprinter, _otherPlacer) = (new Fingerprinter(other), new TargetPlacer(other));
        }
    }

    /// <summary>Makes the fingerprints.</summary>
    public Fingerprinter Fingerprinter { get; }

    /// <summary>Where targets stand.</summary>
    public PlaceBatch PlacesOf(ReadOnlySpan<CanonicalTarget> targets) => PlaceBatch.Of(_placer, targets);

    /// <summary>What targets look like under the other secret; null when there is none.</summary>
    public TargetAliases? AliasesOf(ReadOnlySpan<CanonicalTarget> targets, bool withPlaces) => _otherFingerprinter is null
        ? null
        : new TargetAliases(FingerprintBatch.Of(_otherFingerprinter, targets), withPlaces ? PlaceBatch.Of(_otherPlacer!, targets) : default);
}
