using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// Different targets, a 32-bit token and an 8-bit age each, without a gap between them: at most 5.5 bytes a target however it grew. A mutable struct, so that
/// what holds it reaches the targets with one step less; never copy it.
/// </summary>
/// <remarks>
/// Tokens are uniform, so their leading bits put them into bins of 8 to 16 on average. One block holds the place where each bin starts (two bytes), the tokens
/// bin by bin, and their ages in the same order. Looking a token up compares its bin, sixteen tokens at a time. Adding moves what lies behind, once for all
/// the tokens of a batch, so a batch costs no more than passing over the block. The block grows by a twenty-fifth when it is full, the bins double when they
/// hold sixteen on average.
/// </remarks>
internal struct ExactTargets
{
    private const int MeanBinAtMost = 16;
    private const int Step = 16;
    private const int TokenBits = 32;

    private byte[]? _block;
    private int _count;

    // Where in the block the tokens and the ages begin, and how many bits of a token name its bin.
    private int _tokensAt;
    private int _agesAt;
    private int _binBits;

    /// <summary>How many targets are held.</summary>
    public readonly int Count => _count;

    /// <summary>The bytes of the block that holds them, the header of its array included.</summary>
    public readonly int Bytes => _block is null ? 0 : _block.Length + (3 * sizeof(long));

    /// <summary>The tokens, in the order of <see cref="Ages"/>.</summary>
    public readonly ReadOnlySpan<uint> Tokens => _block is null ? [] : MemoryMarshal.Cast<byte, uint>(_block.AsSpan(_tokensAt, _count * sizeof(uint)));

    /// <summary>The ages, in the order of <see cref="Tokens"/>.</summary>
    public readonly Span<byte> Ages => _block is null ? [] : _block.AsSpan(_agesAt, _count);

    /// <summary>The place of a token, or a negative number when it is not held.</summary>
    public readonly int Find(uint token)
    {
        if (_count == 0)
        {
            return -1;
        }

        ref var bin = ref BinAt(token);
        nuint end = Unsafe.Add(ref bin, 1);
        ref var tokens = ref Unsafe.As<byte, uint>(
            ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_block!), (nuint)_tokensAt));
        var wanted = Vector256.Create(token);

        // What is compared beyond the end of the bin lies within the block; it may be anything, and counts for nothing.
        for (nuint place = bin; place < end; place += Step)
        {
            var low = Vector256.Equals(Vector256.LoadUnsafe(ref tokens, place), wanted).ExtractMostSignificantBits();
            var high = Vector256.Equals(Vector256.LoadUnsafe(ref tokens, place + (Step / 2)), wanted).ExtractMostSignificantBits();
            var equal = low | (high << (Step / 2));
            if (equal != 0)
            {
                place += (nuint)BitOperations.TrailingZeroCount(equal);
                return place < end ? (int)place : -1;
            }
        }

        return -1;
    }

    /// <summary>Asks for what says where a token's bin is.</summary>
    public readonly void PrefetchBin(uint token)
    {
        if (_count > 0)
        {
            CacheLine.Prefetch(ref BinAt(token));
        }
    }

    /// <summary>Asks for a token's bin and its ages, once that has arrived.</summary>
    public readonly void PrefetchTarget(uint token)
    {
        if (_count > 0)
        {
            ref var bin = ref BinAt(token);
            ref var first = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_block!), (nuint)(_tokensAt + (bin * sizeof(uint))));
            CacheLine.Prefetch(ref first, Step * sizeof(uint) * 2);
            CacheLine.Prefetch(ref AgeAt(bin == _count ? bin - 1 : bin));
        }
    }

    /// <summary>The age at a place that <see cref="Find"/> gave.</summary>
    public readonly ref byte AgeAt(int place)
    {
        Debug.Assert((uint)place < (uint)_count, "A place comes from Find.");
        return ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_block!), (nuint)(_agesAt + place));
    }

    /// <summary>How many targets have an age that is not under one.</summary>
    public readonly int CountSince(int oldest)
    {
        if (oldest > byte.MaxValue)
        {
            return 0;
        }

        ReadOnlySpan<byte> ages = Ages;
        var (count, at) = (0, 0);
        var least = Vector256.Create((byte)oldest);
        for (; at <= ages.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var since = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(ages), (nuint)at), least);
            count += BitOperations.PopCount(since.ExtractMostSignificantBits());
        }

        for (; at < ages.Length; at++)
        {
            count += ages[at] >= oldest ? 1 : 0;
        }

        return count;
    }

    /// <summary>Adds targets of one age.</summary>
    /// <param name="tokens">Different tokens, none of which is held.</param>
    /// <param name="age">Their age.</param>
    public void Add(ReadOnlySpan<uint> tokens, byte age)
    {
        if (tokens.IsEmpty)
        {
            return;
        }

        var count = _count + tokens.Length;
        if (_block is null || BinBitsFor(count) > _binBits)
        {
            Distribute(Tokens, Ages, tokens, age, PlacesFor(count));
            return;
        }

        var from = this;
        if (count > Places)
        {
            Allocate(PlacesFor(count), _binBits);
        }

        _count = count;
        if (tokens.Length == 1)
        {
            Insert(from, tokens[0], age);
        }
        else
        {
            Interleave(from, tokens, age);
        }
    }

    /// <summary>Holds these targets and no others, in a block of just their size.</summary>
    /// <param name="tokens">Different tokens.</param>
    /// <param name="ages">Their ages.</param>
    public void Fill(ReadOnlySpan<uint> tokens, ReadOnlySpan<byte> ages)
    {
        Debug.Assert(tokens.Length == ages.Length);
        this = default;
        if (tokens.IsEmpty)
        {
            return;
        }

        Distribute(tokens, ages, [], 0, tokens.Length);
    }

    private static int BinBitsFor(int count) => count <= MeanBinAtMost ? 0 : BitOperations.Log2((uint)(count - 1) / MeanBinAtMost) + 1;

    private static int PlacesFor(int count) => count + Math.Max(4, count / 25);

    /// <summary>Gives each target the age that a map has for its own, and forgets those whose age becomes 0.</summary>
    /// <param name="map">The new age of each age.</param>
    public void Map(ReadOnlySpan<byte> map)
    {
        var ages = Ages;
        foreach (var age in ages)
        {
            if (map[age] == 0)
            {
                this = Mapped(map);
                return;
            }
        }

        foreach (ref var age in ages)
        {
            age = map[age];
        }
    }

    /// <summary>The same targets with each age as a map has it, without those whose age becomes 0.</summary>
    /// <param name="map">The new age of each age.</param>
    public readonly ExactTargets Mapped(ReadOnlySpan<byte> map)
    {
        var (tokens, ages) = (new uint[_count], new byte[_count]);
        var count = 0;
        var heldTokens = Tokens;
        var heldAges = Ages;
        for (var i = 0; i < heldTokens.Length; i++)
        {
            var age = map[heldAges[i]];
            if (age != 0)
            {
                (tokens[count], ages[count++]) = (heldTokens[i], age);
            }
        }

        var mapped = default(ExactTargets);
        mapped.Fill(tokens.AsSpan(0, count), ages.AsSpan(0, count));
        return mapped;
    }

    // One start more than there are bins, and an even number of them, so that the tokens are aligned.
    private static int StartsBytes(int binBits) => ((1 << binBits) + 2 & ~1) * sizeof(ushort);

    private static nuint BinOf(uint token, int binBits) => (nuint)((ulong)token >> (TokenBits - binBits));

    /// <summary>Where the start of a token's bin is written; that of the next bin is behind it.</summary>
    private readonly ref ushort BinAt(uint token) => ref Unsafe.As<byte, ushort>(
        ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_block!), BinOf(token, _binBits) * sizeof(ushort)));

    private readonly int Places => (_agesAt - _tokensAt) / sizeof(uint);

    private readonly Span<ushort> Starts => MemoryMarshal.Cast<byte, ushort>(_block.AsSpan(0, ((1 << _binBits) + 1) * sizeof(ushort)));

    private void Allocate(int places, int binBits)
    {
        // Behind the last token there must be as much as one comparison reads: mostly the ages are that.
        var beyond = Math.Max(places, (Step - 1) * sizeof(uint));
        _tokensAt = StartsBytes(binBits);
        _agesAt = _tokensAt + (places * sizeof(uint));
        _binBits = binBits;
        _block = GC.AllocateUninitializedArray<byte>(_agesAt + beyond);
    }

    /// <summary>Puts targets, also those of the block until now, and more of one age into a new block bin by bin.</summary>
    private void Distribute(ReadOnlySpan<uint> tokens, ReadOnlySpan<byte> ages, ReadOnlySpan<uint> more, byte age, int places)
    {
        _count = tokens.Length + more.Length;
        Allocate(places, BinBitsFor(_count));
        Span<ushort> next = stackalloc ushort[1 << _binBits];
        next.Clear();
        CountBins(tokens, next);
        CountBins(more, next);
        ToStarts(next);
        for (var i = 0; i < tokens.Length; i++)
        {
            Put(next[(int)BinOf(tokens[i], _binBits)]++, tokens[i], ages[i]);
        }

        foreach (var token in more)
        {
            Put(next[(int)BinOf(token, _binBits)]++, token, age);
        }
    }

    private readonly void CountBins(ReadOnlySpan<uint> tokens, Span<ushort> counts)
    {
        foreach (var token in tokens)
        {
            counts[(int)BinOf(token, _binBits)]++;
        }
    }

    /// <summary>Turns the number of targets in each bin into where each starts, and writes that to the block.</summary>
    private readonly void ToStarts(Span<ushort> counts)
    {
        var starts = Starts;
        ushort start = 0;
        for (var bin = 0; bin < counts.Length; bin++)
        {
            starts[bin] = start;
            start += counts[bin];
            counts[bin] = starts[bin];
        }

        starts[counts.Length] = start;
    }

    /// <summary>Adds one target to those of a block, this one's own or a smaller one.</summary>
    private readonly void Insert(in ExactTargets from, uint token, byte age)
    {
        var bin = (int)BinOf(token, _binBits);
        var starts = Starts;
        int end = from.Starts[bin + 1];
        MoveUp(from, end, from._count, 1);
        if (_block != from._block)
        {
            MoveUp(from, 0, end, 0);
            from.Starts.CopyTo(starts);
        }

        foreach (ref var start in starts[(bin + 1)..])
        {
            start++;
        }

        Put(end, token, age);
    }

    /// <summary>
    /// Moves the targets of a block, this one's own or a smaller one, up to where they belong when more are added, from the last bin to the first, and puts
    /// those into the gaps.
    /// </summary>
    private readonly void Interleave(in ExactTargets from, ReadOnlySpan<uint> more, byte age)
    {
        Span<ushort> next = stackalloc ushort[1 << _binBits];
        next.Clear();
        CountBins(more, next);
        var starts = Starts;
        var fromStarts = from.Starts;
        var (before, unmoved) = (more.Length, from._count);
        for (var bin = next.Length - 1; bin >= 0; bin--)
        {
            int end = fromStarts[bin + 1];
            starts[bin + 1] = (ushort)(end + before);
            if (next[bin] != 0)
            {
                MoveUp(from, end, unmoved, before);
                unmoved = end;
                before -= next[bin];
                next[bin] = (ushort)(end + before);
            }
        }

        starts[0] = 0;
        if (_block != from._block)
        {
            MoveUp(from, 0, unmoved, 0);
        }

        foreach (var token in more)
        {
            Put(next[(int)BinOf(token, _binBits)]++, token, age);
        }
    }

    private readonly void MoveUp(in ExactTargets from, int first, int end, int by)
    {
        var count = end - first;
        from.TokensAt(first, count).CopyTo(TokensAt(first + by, count));
        from.AgesAt(first, count).CopyTo(AgesAt(first + by, count));
    }

    // Not checked against the block, because a batch is moved in many small parts.
    private readonly Span<uint> TokensAt(int place, int count) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, uint>(
            ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_block!), (nuint)(_tokensAt + (place * sizeof(uint))))),
        count);

    private readonly Span<byte> AgesAt(int place, int count) => MemoryMarshal.CreateSpan(
        ref Unsafe.AddByteOffset(
            ref MemoryMarshal.GetArrayDataReference(_block!), (nuint)(_agesAt + place)),
        count);

    private readonly void Put(int place, uint token, byte age)
    {
        Debug.Assert((uint)place < (uint)_count, "Every target has a place.");
        ref var block = ref MemoryMarshal.GetArrayDataReference(_block!);
        Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref block, (nuint)(_tokensAt + (place * sizeof(uint)))), token);
        Unsafe.AddByteOffset(ref block, (nuint)(_agesAt + place)) = age;
    }
}
