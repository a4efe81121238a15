using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Coverage;

/// <summary>
/// A keyed permutation of 0 to 9,999 for each block: a Feistel network over two numbers below 100 that adds modulo 100 (Black, Rogaway, "Ciphers with arbitrary finite
/// domains", 2002), as in NIST SP 800-38G, with AES-128 of block, round and half as round function. 100 x 100 is the domain, so no cycle is walked. Safe
/// for concurrent use.
/// </summary>
/// <remarks>
/// Why eight rounds, when SP 800-38G has ten and wants a domain of a million: what is kept secret is which of 10,000 neighbours a bit of a bitmap stands for, from somebody who sees
/// silos and knows a few of a block's numbers; who may ask for all 10,000 knows the block without any attack. Rebuilding the round functions of one block
/// takes 100^((r - 5) x 100) steps (Durak, Vaudenay, CRYPTO 2017). Learning from other blocks how a block lies needs, for r rounds of halves below N, in the order of
/// N^(r - 3) examples of three numbers in a block (Bellare, Hoang, Tessaro, eprint 2016/794): 10^10 blocks for eight rounds, and phone numbers have 6 x 10^6. Six rounds would
/// need 10^6, which there are. Block and round are in separate bytes of the function's input, without which FF3 fell.
/// </remarks>
internal sealed class OffsetPermutation
{
    private const int Rounds = 8;
    private const uint Half = 100;

    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("quotagrid place 1");

    private readonly Aes128 _cipher;

    /// <summary>Derives the key of the permutations from that of the fingerprints by HKDF-SHA256 (RFC 5869).</summary>
    public OffsetPermutation(FingerprintKey key)
    {
        Span<byte> derived = stackalloc byte[FingerprintKey.KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Bytes, derived, salt: [], info: Purpose);
        _cipher = new Aes128(derived);
    }

    /// <summary>Permutes an offset within its block.</summary>
    /// <param name="block">The region and the block.</param>
    /// <param name="offset">0 to 9,999.</param>
    [SkipLocalsInit]
    public int Of(ulong block, int offset)
    {
        Span<byte> input = stackalloc byte[Aes128.BlockBytes];
        var (left, right) = Math.DivRem((uint)offset, Half);
        for (var round = 0u; round < Rounds; round++)
        {
            // Written as one vector, because the cipher reads one: two halves would have to reach memory first.
            Vector128.Create(block, ((ulong)round << 8) | right).AsByte().CopyTo(input);
            _cipher.Encrypt(input);

            // 64 bits times 100, the upper half: no number is likelier by more than 2^-57.
            var sum = left + (uint)Math.BigMul(BinaryPrimitives.ReadUInt64LittleEndian(input), Half, out _);
            (left, right) = (right, sum >= Half ? sum - Half : sum);
        }

        return (int)((left * Half) + right);
    }
}
