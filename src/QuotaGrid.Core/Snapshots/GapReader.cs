namespace QuotaGrid.Core.Snapshots;

/// <summary>Reads one set of numbers that <see cref="GapWriter"/> wrote: ascending and below the universe, or an exception.</summary>
internal ref struct GapReader
{
    private readonly BitReader _bits;
    private readonly int _remainderBits;
    private ulong _next;
    private ulong _end;

    /// <summary>Begins a set of a known size.</summary>
    /// <param name="bits">Where it is.</param>
    /// <param name="universe">What its numbers are below, up to 2^32.</param>
    /// <param name="count">How many, at most as many as the universe has.</param>
    public GapReader(BitReader bits, ulong universe, int count)
    {
        _bits = bits;
        _remainderBits = count == 0 ? 0 : GapCode.RemainderBits(universe, count);

        // The numbers that are still to come need their places too.
        _end = universe - (ulong)count + 1;
    }

    /// <summary>Reads the next number. Call it as often as the set is large.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end, or this number or one after it is not below the universe.</exception>
    public ulong Next()
    {
        var most = _end - 1 - _next;
        var gap = (_bits.Unary(most >> _remainderBits) << _remainderBits) + _bits.Bits(_remainderBits);
        if (gap > most)
        {
            throw new SnapshotFormatException($"A number of a set follows after a gap of {gap}; 0 to {most} is possible.");
        }

        var number = _next + gap;
        _next = number + 1;
        _end++;
        return number;
    }
}
