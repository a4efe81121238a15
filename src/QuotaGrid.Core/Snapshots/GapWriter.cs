using System.Diagnostics;

namespace QuotaGrid.Core.Snapshots;

/// <summary>Writes one set of numbers in <see cref="GapCode"/>.</summary>
internal ref struct GapWriter
{
    private readonly BitWriter _bits;
    private readonly int _remainderBits;
    private ulong _next;

    /// <summary>Begins a set of a known size. Nothing is written for an empty one.</summary>
    public GapWriter(BitWriter bits, ulong universe, int count)
    {
        _bits = bits;
        _remainderBits = count == 0 ? 0 : GapCode.RemainderBits(universe, count);
    }

    /// <summary>Writes the next number, larger than the one before.</summary>
    public void Add(ulong number)
    {
        Debug.Assert(number >= _next, "Numbers ascend.");
        var gap = number - _next;
        _bits.Unary(gap >> _remainderBits);
        _bits.Bits(gap & ((1UL << _remainderBits) - 1), _remainderBits);
        _next = number + 1;
    }
}
