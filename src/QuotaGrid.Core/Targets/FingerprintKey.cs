using System.Security.Cryptography;
using System.Text;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// The AES-128 key of a cluster's fingerprints, derived from the cluster's secret by HKDF-SHA256 (RFC 5869). Every gateway of a cluster
/// has the same; silos have none. It has no text form, so that it cannot be logged.
/// </summary>
public sealed class FingerprintKey
{
    /// <summary>The fewest bytes that a secret may have.</summary>
    public const int MinSecretBytes = 16;

    /// <summary>The length of an AES-128 key, in bytes.</summary>
    internal const int KeyBytes = 16;

    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("quotagrid fingerprint 1");

    private readonly byte[] _key;

    private FingerprintKey(byte[] key) => _key = key;

    /// <summary>The key's bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => _key;

    /// <summary>Derives the key from the cluster's secret.</summary>
    /// <param name="secret">At least 16 random bytes.</param>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public static FingerprintKey Derive(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < MinSecretBytes)
        {
            throw new ArgumentException($"The secret has {secret.Length} bytes; at least {MinSecretBytes} random bytes are needed.", nameof(secret));
        }

        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: [], info: Purpose);
        return new FingerprintKey(key);
    }
}
