using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// The different new targets of one batch: target memory takes them up together at its end, because adding a thousand costs little more than adding one. Up to
/// seven need no memory but the stack's; more are hashed in rented arrays, which
/// <see cref="Dispose"/> gives back; if it is not called, the garbage collector does.
/// </summary>
internal ref struct NewTargets
{
    // One place more than targets, so that the last token to be looked for finds a 0.
    private const int MostInline = 8;

    private readonly uint[]? _table;
    private readonly uint[]? _list;
    private readonly int _shift;
    private Few _few;

    /// <summary>Makes room for the targets of a batch.</summary>
    /// <param name="items">How many targets the batch has.</param>
    public NewTargets(int items)
    {
        if (items > MostInline - 1)
        {
            // At most half full.
            var bits = BitOperations.Log2((uint)items) + 2;
            _shift = 32 - bits;
            _list = ArrayPool<uint>.Shared.Rent(items);
            _table = ArrayPool<uint>.Shared.Rent(1 << bits);
            _table.AsSpan(0, 1 << bits).Clear();
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The targets' tokens, in the order in which they came.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<uint> Tokens => _list is null ? ((ReadOnlySpan<uint>)_few)[..Count] : _list.AsSpan(0, Count);

    /// <summary>The place of a token: it is there, or a 0 that <see cref="Add(ref uint, uint)"/> can put it into until another one is added.</summary>
    [UnscopedRef]
    public ref uint PlaceOf(uint token)
    {
        if (_table is not null)
        {
            return ref PlaceIn(_table, token);
        }

        Span<uint> few = _few;
        var place = 0;
        while (few[place] != token && few[place] != 0)
        {
            place++;
        }

        return ref few[place];
    }

    /// <summary>Takes up a target that has not come before.</summary>
    /// <param name="place">What <see cref="PlaceOf"/> gave.</param>
    /// <param name="token">The target's token.</param>
    public void Add(ref uint place, uint token)
    {
        place = token;
        if (_list is not null)
        {
            _list[Count] = token;
        }

        Count++;
    }

    /// <summary>Takes up a target.</summary>
    /// <returns>Whether it has not come before.</returns>
    public bool Add(uint token)
    {
        ref var place = ref PlaceOf(token);
        if (place == token)
        {
            return false;
        }

        Add(ref place, token);
        return true;
    }

    /// <summary>Gives the rented arrays back.</summary>
    public readonly void Dispose()
    {
        if (_table is not null)
        {
            ArrayPool<uint>.Shared.Return(_table);
            ArrayPool<uint>.Shared.Return(_list!);
        }
    }

    // Tokens are uniform, so that their leading bits would do for a hash. The cells of a sketch are small numbers: multiplied, they are spread too.
    private readonly ref uint PlaceIn(uint[] table, uint token)
    {
        var mask = uint.MaxValue >> _shift;
        for (var place = (token * 0x9E37_79B1) >> _shift; ; place = (place + 1) & mask)
        {
            ref var at = ref table[place];
            if (at == token || at == 0)
            {
                return ref at;
            }
        }
    }

    [InlineArray(MostInline)]
    private struct Few
    {
        private uint _first;
    }
}
