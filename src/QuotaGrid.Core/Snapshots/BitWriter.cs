namespace QuotaGrid.Core.Snapshots;

/// <summary>Writes fields of single bits into a snapshot, the lowest bit of each byte first. <see cref="Finish"/> pads the last byte with zeros.</summary>
internal sealed class BitWriter(SnapshotWriter target)
{
    /// <summary>The widest field.</summary>
    public const int MaxFieldBits = 32;

    private const int BufferBits = 64;

    private ulong _buffer;
    private int _used;

    /// <summary>Writes the lowest bits of a value that has no others.</summary>
    /// <param name="value">Below 2 to the power of <paramref name="count"/>.</param>
    /// <param name="count">0 to <see cref="MaxFieldBits"/>.</param>
    public void Bits(ulong value, int count)
    {
        _buffer |= value << _used;
        _used += count;
        if (_used >= BufferBits)
        {
            target.Int64((long)_buffer);
            _used -= BufferBits;
            _buffer = value >> (count - _used);
        }
    }

    /// <summary>Writes a number in unary: so many zeros and a one.</summary>
    public void Unary(ulong zeros)
    {
        for (; zeros >= MaxFieldBits; zeros -= MaxFieldBits)
        {
            Bits(0, MaxFieldBits);
        }

        Bits(1UL << (int)zeros, (int)zeros + 1);
    }

    /// <summary>Writes a number from 1 to 2^32 in Elias's gamma code (1975): how many bits follow its highest one, in unary, and these bits.</summary>
    public void Gamma(ulong number)
    {
        var bits = ulong.Log2(number);
        Unary(bits);
        Bits(number - (1UL << (int)bits), (int)bits);
    }

    /// <summary>Writes what is left, up to a whole byte. Call it once, at the end.</summary>
    public void Finish()
    {
        for (; _used > 0; _used -= 8)
        {
            target.Byte((byte)_buffer);
            _buffer >>= 8;
        }
    }
}
