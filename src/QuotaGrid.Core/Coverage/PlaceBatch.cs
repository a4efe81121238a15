using System.Runtime.InteropServices;
using Orleans;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// The places of a batch of targets as they travel: eight little-endian bytes each, and a bit that says whether a target is the neighbour of the one before, in their true order, which only the gateway
/// knows. No number can be learned from that. The default has none.
/// </summary>
[GenerateSerializer, Immutable, Alias("quotagrid.PlaceBatch")]
public readonly struct PlaceBatch
{
    private const int BitsPerWord = 64;

    [Id(0)]
    private readonly byte[]? _bytes;

    [Id(1)]
    private readonly ulong[]? _neighbours;

    private PlaceBatch(byte[] bytes, ulong[]? neighbours) => (_bytes, _neighbours) = (bytes, neighbours);

    /// <summary>How many places there are.</summary>
    public int Count => (_bytes?.Length ?? 0) / sizeof(ulong);

    /// <summary>The places, in the order of the batch.</summary>
    public ReadOnlySpan<TargetPlace> Span => MemoryMarshal.Cast<byte, TargetPlace>(_bytes);

    /// <summary>Which targets are the neighbour of the one before, a bit each; none when nobody said.</summary>
    public ReadOnlySpan<ulong> Neighbours => _neighbours;

    /// <summary>Whether there are no more bits than places; what came over the wire may have any number.</summary>
    public bool IsPossible => Neighbours.Length <= (Count + BitsPerWord - 1) / BitsPerWord;

    /// <summary>Puts places into a batch that does not say which targets are neighbours.</summary>
    public static PlaceBatch Of(ReadOnlySpan<TargetPlace> places) => new(MemoryMarshal.AsBytes(places).ToArray(), null);

    /// <summary>Puts places into a batch.</summary>
    /// <param name="places">The places.</param>
    /// <param name="neighbours">Which targets are the neighbour of the one before.</param>
    public static PlaceBatch Of(ReadOnlySpan<TargetPlace> places, ReadOnlySpan<int> neighbours)
    {
        var words = new ulong[(places.Length + BitsPerWord - 1) / BitsPerWord];
        foreach (var item in neighbours)
        {
            words[item / BitsPerWord] |= 1UL << item;
        }

        return new(MemoryMarshal.AsBytes(places).ToArray(), words);
    }

    /// <summary>Finds the places of targets, and which are neighbours.</summary>
    public static PlaceBatch Of(TargetPlacer placer, ReadOnlySpan<CanonicalTarget> targets)
    {
        // Every platform of .NET 10 is little-endian, so memory has the order of the wire.
        var bytes = new byte[targets.Length * sizeof(ulong)];
        var neighbours = new ulong[(targets.Length + BitsPerWord - 1) / BitsPerWord];
        var places = MemoryMarshal.Cast<byte, TargetPlace>(bytes.AsSpan());
        for (var i = 0; i < targets.Length; i++)
        {
            places[i] = placer.Of(targets[i]);
            neighbours[i / BitsPerWord] |= i > 0 && targets[i].IsNeighbourOf(targets[i - 1]) ? 1UL << i : 0;
        }

        return new PlaceBatch(bytes, neighbours);
    }
}
