using System.Runtime.InteropServices;
using Orleans;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Coverage;

/// <summary>The places of a batch of targets as they travel: eight little-endian bytes each. The default has none.</summary>
[GenerateSerializer, Immutable, Alias("quotagrid.PlaceBatch")]
public readonly struct PlaceBatch
{
    [Id(0)]
    private readonly byte[]? _bytes;

    private PlaceBatch(byte[] bytes) => _bytes = bytes;

    /// <summary>How many places there are.</summary>
    public int Count => (_bytes?.Length ?? 0) / sizeof(ulong);

    /// <summary>The places, in the order of the batch.</summary>
    public ReadOnlySpan<TargetPlace> Span => MemoryMarshal.Cast<byte, TargetPlace>(_bytes);

    /// <summary>Puts places into a batch.</summary>
    public static PlaceBatch Of(ReadOnlySpan<TargetPlace> places) => new(MemoryMarshal.AsBytes(places).ToArray());

    /// <summary>Finds the places of targets.</summary>
    public static PlaceBatch Of(TargetPlacer placer, ReadOnlySpan<CanonicalTarget> targets)
    {
        // Every platform of .NET 10 is little-endian, so memory has the order of the wire.
        var bytes = new byte[targets.Length * sizeof(ulong)];
        var places = MemoryMarshal.Cast<byte, TargetPlace>(bytes.AsSpan());
        for (var i = 0; i < targets.Length; i++)
        {
            places[i] = placer.Of(targets[i]);
        }

        return new PlaceBatch(bytes);
    }
}
