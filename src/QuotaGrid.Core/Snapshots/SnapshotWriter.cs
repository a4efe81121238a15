using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace QuotaGrid.Core.Snapshots;

/// <summary>Writes the stored form of grain state: little-endian, with variable-length whole numbers (LEB128) and length-prefixed UTF-8.</summary>
public sealed class SnapshotWriter
{
    private const int MaxVarintBytes = 10;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Writes a number of at most 64 bits in as few bytes as it needs, seven bits in each.</summary>
    public void Varint(ulong value)
    {
        var span = _buffer.GetSpan(MaxVarintBytes);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _buffer.Advance(length);
    }

    /// <summary>Writes a signed 64-bit number in eight bytes.</summary>
    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }

    /// <summary>Writes bytes whose number the reader knows.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>Writes a text with its length.</summary>
    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Varint((ulong)bytes.Length);
        Bytes(bytes);
    }
}
