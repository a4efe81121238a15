using System.Buffers.Binary;
using System.Text;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// Makes the fingerprints of canonical targets: AES-128 as a pseudorandom function, cut to 64 bits. A number is one block; a text is the
/// CBC-MAC of a block that tells its length, followed by the text, which is prefix-free and so a pseudorandom function too
/// (Bellare, Kilian, Rogaway 1994). Keyed, because with a public hash an attacker can choose targets that a sketch cannot tell
/// apart (Paterson, Raynal 2021, eprint 2021/1139). Safe for concurrent use.
/// </summary>
public sealed class Fingerprinter(FingerprintKey key)
{
    private const int NumberOffset = 8;

    private readonly Aes128 _cipher = new(key.Bytes);

    /// <summary>Makes the fingerprint of one target.</summary>
    public Fingerprint Of(in CanonicalTarget target)
    {
        Span<byte> block = stackalloc byte[Aes128.BlockBytes];
        block.Clear();
        block[0] = (byte)target.Space;
        if (target.Text is { } text)
        {
            AbsorbText(block, text);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block[NumberOffset..], target.Number);
            _cipher.Encrypt(block);
        }

        return new Fingerprint(BinaryPrimitives.ReadUInt64LittleEndian(block));
    }

    /// <summary>Makes the fingerprints of a batch of targets, in their order.</summary>
    /// <exception cref="ArgumentException">There is not a place for each.</exception>
    public void OfEach(ReadOnlySpan<CanonicalTarget> targets, Span<Fingerprint> fingerprints)
    {
        if (targets.Length != fingerprints.Length)
        {
            throw new ArgumentException($"{targets.Length} targets need {targets.Length} places, not {fingerprints.Length}.", nameof(fingerprints));
        }

        for (var i = 0; i < targets.Length; i++)
        {
            fingerprints[i] = Of(targets[i]);
        }
    }

    private void AbsorbText(Span<byte> block, string text)
    {
        Span<byte> bytes = stackalloc byte[CanonicalTarget.MaxBytes];
        var rest = bytes[..Encoding.UTF8.GetBytes(text, bytes)];
        BinaryPrimitives.WriteUInt16LittleEndian(block[1..], (ushort)rest.Length);
        _cipher.Encrypt(block);
        while (!rest.IsEmpty)
        {
            var part = rest[..Math.Min(rest.Length, Aes128.BlockBytes)];
            for (var i = 0; i < part.Length; i++)
            {
                block[i] ^= part[i];
            }

            _cipher.Encrypt(block);
            rest = rest[part.Length..];
        }
    }
}
