using System.Numerics;
using Orleans;

namespace QuotaGrid.Core.Decisions;

/// <summary>Which items of a batch, by their place in it: one bit each.</summary>
[GenerateSerializer, Immutable, Alias("quotagrid.ItemSet")]
public readonly struct ItemSet : IEquatable<ItemSet>
{
    private const int BitsPerWord = 64;

    [Id(0)]
    private readonly ulong[]? _words;

    /// <summary>Takes over the words of a set that was built.</summary>
    internal ItemSet(ulong[] words, int length)
    {
        _words = words;
        Length = length;
    }

    /// <summary>How many items the batch has.</summary>
    [Id(1)]
    public int Length { get; }

    /// <summary>How many items are in the set.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words.AsSpan())
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>Whether the item at a place is in the set.</summary>
    public bool this[int place] => (uint)place < (uint)Length && (_words![place / BitsPerWord] >> (place % BitsPerWord) & 1) != 0;

    /// <summary>The set without any item of a batch.</summary>
    public static ItemSet None(int length) => new(new ulong[WordsFor(length)], length);

    /// <summary>The set of all items of a batch.</summary>
    public static ItemSet All(int length)
    {
        var words = new ulong[WordsFor(length)];
        AddAll(words, length);
        return new ItemSet(words, length);
    }

    /// <summary>The items of the batch that are not in this set.</summary>
    public ItemSet Complement()
    {
        var all = All(Length);
        for (var word = 0; word < all._words!.Length; word++)
        {
            all._words[word] &= ~_words![word];
        }

        return all;
    }

    /// <summary>The set in a larger batch, where each item of this one has another place.</summary>
    /// <param name="places">The place of each item of this batch.</param>
    /// <param name="length">How many items the larger batch has.</param>
    public ItemSet Moved(ReadOnlySpan<int> places, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(places.Length, Length);
        var moved = None(length);
        for (var i = 0; i < Length; i++)
        {
            if (this[i])
            {
                Add(moved._words, places[i]);
            }
        }

        return moved;
    }

    /// <summary>How many words a set of a batch has.</summary>
    public static int WordsFor(int length) => (length + BitsPerWord - 1) / BitsPerWord;

    /// <summary>Puts an item into a set that is still being built.</summary>
    internal static void Add(Span<ulong> words, int place) => words[(int)((uint)place / BitsPerWord)] |= 1UL << place;

    /// <summary>Makes a set that is still being built that of all items.</summary>
    internal static void AddAll(Span<ulong> words, int length)
    {
        words[..WordsFor(length)].Fill(ulong.MaxValue);
        if (length % BitsPerWord != 0)
        {
            words[WordsFor(length) - 1] = (1UL << (length % BitsPerWord)) - 1;
        }
    }

    /// <inheritdoc />
    public bool Equals(ItemSet other) => Length == other.Length && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ItemSet other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Length, Count);

    /// <summary>Whether two sets have the same items of batches of the same length.</summary>
    public static bool operator ==(ItemSet left, ItemSet right) => left.Equals(right);

    /// <summary>Whether two sets differ.</summary>
    public static bool operator !=(ItemSet left, ItemSet right) => !left.Equals(right);

    /// <inheritdoc />
    public override string ToString() => $"{Count} of {Length}";
}
