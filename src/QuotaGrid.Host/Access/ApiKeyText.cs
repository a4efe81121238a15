using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace QuotaGrid.Host.Access;

/// <summary>The text of an API key: <c>qg_</c> and 32 random bytes in base64url. Only its SHA-256 is kept, which is enough because nobody can guess such a key.</summary>
internal static class ApiKeyText
{
    /// <summary>What every key begins with, so that scanners for leaked secrets and this service know one.</summary>
    public const string Prefix = "qg_";

    /// <summary>The characters of a key.</summary>
    public const int Length = 46;

    private const int Bytes = 32;

    /// <summary>Makes a key.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether a text has the form of a key.</summary>
    public static bool IsKey(string text) => text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The SHA-256 of a key.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
