using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace QuotaGrid.Core.Snapshots;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote, and trusts none of it: every number is checked against its range.</summary>
public sealed class SnapshotReader(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    /// <summary>Whether everything was read.</summary>
    public bool AtEnd => _rest.IsEmpty;

    /// <summary>Reads a version and refuses one that is newer than this code.</summary>
    /// <param name="what">What has the version, for the message.</param>
    /// <param name="newest">The newest version that is known; the first is 1.</param>
    /// <exception cref="SnapshotFormatException">The version is 0 or newer.</exception>
    public byte Version(string what, byte newest)
    {
        var version = Bytes(1)[0];
        return version >= 1 && version <= newest
            ? version
            : throw new SnapshotFormatException($"{what} is stored in version {version}; this program reads versions 1 to {newest}.");
    }

    /// <summary>Reads a number within a range.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end, or the number is outside the range.</exception>
    public ulong Varint(ulong least, ulong most)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Bytes(1)[0];
            if (shift == 63 && part > 1)
            {
                break;
            }

            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value >= least && value <= most
                    ? value
                    : throw new SnapshotFormatException($"A number is {value}; {least} to {most} is possible.");
            }
        }

        throw new SnapshotFormatException("A number has more than 64 bits.");
    }

    /// <summary>Reads a count that goes on. A damaged one over 2^62 is read as that, so that counting on never leaves what can be stored.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end, or the count has more than 63 bits.</exception>
    public long Count() => Math.Min((long)Varint(0, long.MaxValue), 1L << 62);

    /// <summary>Reads a signed 64-bit number.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end.</exception>
    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));

    /// <summary>Reads a number of bytes.</summary>
    /// <exception cref="SnapshotFormatException">There are fewer.</exception>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
        {
            throw new SnapshotFormatException($"{count} bytes are missing at the end of a snapshot.");
        }

        var read = _rest.Span[..count];
        _rest = _rest[count..];
        return read;
    }

    /// <summary>Reads a text of at most a number of UTF-8 bytes.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end, the text is longer, or it is not valid UTF-8.</exception>
    public string Text(int maxBytes)
    {
        var text = Bytes((int)Varint(0, (ulong)maxBytes));
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw new SnapshotFormatException("A text is not valid UTF-8.");
    }

    /// <summary>Reads a text that is a <see cref="Problems.Name"/>.</summary>
    /// <exception cref="SnapshotFormatException">The bytes end, or the text is not a name.</exception>
    public string Name()
    {
        var text = Text(Problems.Name.MaxLength);
        return Problems.Name.FindProblem(text) is { } problem ? throw new SnapshotFormatException($"A stored name is wrong: {problem}") : text;
    }
}
