using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// The AES-128 forward permutation (FIPS 197) of one 16-byte block. With the processor's AES instructions it costs nanoseconds and no call
/// out of the runtime; without them the platform's own AES does the same. Safe for concurrent use.
/// </summary>
internal sealed class Aes128
{
    /// <summary>The length of a block, in bytes.</summary>
    public const int BlockBytes = 16;

    private const int Rounds = 10;

    private readonly Vector128<byte>[]? _roundKeys;
    private readonly byte[] _key;

    /// <summary>Expands a key.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="useInstructions">Whether to use the processor's AES instructions; tests turn it off to compare both.</param>
    public Aes128(ReadOnlySpan<byte> key, bool useInstructions = true)
    {
        _key = key.ToArray();
        _roundKeys = useInstructions && X86Aes.IsSupported ? Expand(key) : null;
    }

    /// <summary>Encrypts one block in place.</summary>
    public void Encrypt(Span<byte> block)
    {
        if (_roundKeys is { } keys)
        {
            ref var first = ref MemoryMarshal.GetReference(block[..BlockBytes]);
            Encrypt(keys, Vector128.LoadUnsafe(ref first)).StoreUnsafe(ref first);
        }
        else
        {
            EncryptByPlatform(block[..BlockBytes]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Encrypt(Vector128<byte>[] keys, Vector128<byte> block)
    {
        block ^= keys[0];
        for (var round = 1; round < Rounds; round++)
        {
            block = X86Aes.Encrypt(block, keys[round]);
        }

        return X86Aes.EncryptLast(block, keys[Rounds]);
    }

    // A new instance each time, because one instance must not be used by two threads at once.
    private void EncryptByPlatform(Span<byte> block)
    {
        using var aes = Aes.Create();
        aes.SetKey(_key);
        aes.EncryptEcb(block, block, PaddingMode.None);
    }

    private static Vector128<byte>[] Expand(ReadOnlySpan<byte> key)
    {
        var keys = new Vector128<byte>[Rounds + 1];
        keys[0] = Vector128.Create(key);
        keys[1] = Next(keys[0], X86Aes.KeygenAssist(keys[0], 0x01));
        keys[2] = Next(keys[1], X86Aes.KeygenAssist(keys[1], 0x02));
        keys[3] = Next(keys[2], X86Aes.KeygenAssist(keys[2], 0x04));
        keys[4] = Next(keys[3], X86Aes.KeygenAssist(keys[3], 0x08));
        keys[5] = Next(keys[4], X86Aes.KeygenAssist(keys[4], 0x10));
        keys[6] = Next(keys[5], X86Aes.KeygenAssist(keys[5], 0x20));
        keys[7] = Next(keys[6], X86Aes.KeygenAssist(keys[6], 0x40));
        keys[8] = Next(keys[7], X86Aes.KeygenAssist(keys[7], 0x80));
        keys[9] = Next(keys[8], X86Aes.KeygenAssist(keys[8], 0x1b));
        keys[10] = Next(keys[9], X86Aes.KeygenAssist(keys[9], 0x36));
        return keys;
    }

    // FIPS 197 section 5.2: each word is the exclusive or of the words before it and the transformed last word.
    private static Vector128<byte> Next(Vector128<byte> previous, Vector128<byte> assist)
    {
        var words = previous.AsUInt32();
        var w0 = words[0] ^ assist.AsUInt32()[3];
        var w1 = w0 ^ words[1];
        var w2 = w1 ^ words[2];
        return Vector128.Create(w0, w1, w2, w2 ^ words[3]).AsByte();
    }
}
