using System.Numerics;

namespace QuotaGrid.Core.Coverage;

/// <summary>Goes through the offsets of a bitmap in ascending order, without allocating.</summary>
internal ref struct OffsetBits(ReadOnlySpan<ushort> bitmap, bool inverted = false)
{
    private const int WordBits = 16;

    private readonly ReadOnlySpan<ushort> _bitmap = bitmap;
    private readonly ushort _flip = inverted ? ushort.MaxValue : (ushort)0;
    private int _index = -1;
    private uint _word;

    /// <summary>The offset.</summary>
    public readonly int Current => (_index * WordBits) + BitOperations.TrailingZeroCount(_word);

    public readonly OffsetBits GetEnumerator() => this;

    public bool MoveNext()
    {
        _word &= _word - 1;
        while (_word == 0)
        {
            if (++_index == _bitmap.Length)
            {
                return false;
            }

            _word = (uint)(_bitmap[_index] ^ _flip);
        }

        return true;
    }
}
