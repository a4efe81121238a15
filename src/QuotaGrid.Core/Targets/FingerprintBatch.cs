using System.Runtime.InteropServices;
using Orleans;

namespace QuotaGrid.Core.Targets;

/// <summary>The fingerprints of a batch of targets as they travel: eight little-endian bytes each.</summary>
[GenerateSerializer, Immutable, Alias("quotagrid.FingerprintBatch")]
public readonly struct FingerprintBatch
{
    [Id(0)]
    private readonly byte[]? _bytes;

    private FingerprintBatch(byte[] bytes) => _bytes = bytes;

    /// <summary>How many fingerprints there are.</summary>
    public int Count => (_bytes?.Length ?? 0) / sizeof(ulong);

    /// <summary>The fingerprints, in the order of the batch.</summary>
    public ReadOnlySpan<Fingerprint> Span => MemoryMarshal.Cast<byte, Fingerprint>(_bytes);

    /// <summary>Puts fingerprints into a batch.</summary>
    public static FingerprintBatch Of(ReadOnlySpan<Fingerprint> fingerprints) => new(MemoryMarshal.AsBytes(fingerprints).ToArray());

    /// <summary>Makes the fingerprints of targets.</summary>
    public static FingerprintBatch Of(Fingerprinter fingerprinter, ReadOnlySpan<CanonicalTarget> targets)
    {
        // Every platform of .NET 10 is little-endian, so memory has the order of the wire.
        var bytes = new byte[targets.Length * sizeof(ulong)];
        fingerprinter.OfEach(targets, MemoryMarshal.Cast<byte, Fingerprint>(bytes.AsSpan()));
        return new FingerprintBatch(bytes);
    }
}
