using System.Numerics;

namespace QuotaGrid.Core.Snapshots;

/// <summary>
/// Reads what <see cref="BitWriter"/> wrote, and trusts none of it. Takes bytes from the snapshot only when a field needs them, so that no length has to be
/// stored: fewer than eight bits are ever left over.
/// </summary>
internal sealed class BitReader(SnapshotReader source)
{
    private ulong _buffer;
    private int _left;

    /// <summary>Reads a field of at most <see cref="BitWriter.MaxFieldBits"/>.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end.</exception>
    public ulong Bits(int count)
    {
        if (_left < count)
        {
            Fill(count);
        }

        var value = _buffer & ((1UL << count) - 1);
        _buffer >>= count;
        _left -= count;
        return value;
    }

    /// <summary>Reads a number in unary.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end, or the number is larger than is possible.</exception>
    public ulong Unary(ulong most)
    {
        var zeros = 0UL;
        while (_buffer == 0 && zeros <= most)
        {
            zeros += (ulong)_left;
            _left = 0;
            Fill(1);
        }

        var run = BitOperations.TrailingZeroCount(_buffer);
        zeros += (ulong)run;
        if (zeros > most)
        {
            throw new SnapshotFormatException($"A run of zero bits is longer than the {most} that are possible.");
        }

        _buffer >>= run + 1;
        _left -= run + 1;
        return zeros;
    }

    /// <summary>Reads a number from 1 to a bound of at most 2^32 in Elias's gamma code.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end, or the number is larger than is possible.</exception>
    public ulong Gamma(ulong most)
    {
        var bits = (int)Unary(ulong.Log2(most));
        var number = (1UL << bits) + Bits(bits);
        return number <= most ? number : throw new SnapshotFormatException($"A number is {number}; 1 to {most} is possible.");
    }

    /// <summary>Ends the reading: the bits that fill the last byte have to be zeros, for nobody writes others.</summary>
    /// <exception cref="SnapshotFormatException">They are not.</exception>
    public void Finish()
    {
        if (_buffer != 0)
        {
            throw new SnapshotFormatException("The bits that fill the last byte are not zeros.");
        }
    }

    private void Fill(int count)
    {
        foreach (var part in source.Bytes((count - _left + 7) / 8))
        {
            _buffer |= (ulong)part << _left;
            _left += 8;
        }
    }
}
