using System.Collections.Immutable;
using System.Security.Cryptography;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Host.Access;

/// <summary>The API keys of a process.</summary>
internal sealed class ApiKeySet(ImmutableArray<ApiKey> keys)
{
    /// <summary>What their file is called in metrics and log lines.</summary>
    public const string FileName = "api-keys";

    /// <summary>The keys of a file at most; each is compared with every key that is sent.</summary>
    public const int MaxKeys = 256;

    /// <summary>All of them.</summary>
    public ImmutableArray<ApiKey> Keys => keys;

    /// <summary>Watches a file of keys; without one there are none.</summary>
    /// <exception cref="UnusableFileException">It cannot be used.</exception>
    public static WatchedFiles<ApiKeySet> Watch(string? file, DateTimeOffset now) => file is null
        ? new(FileName, [], (_, _) => new ApiKeySet([]), _ => null, now)
        : new(FileName, [WatchedFile.Trusted(file)], (contents, _) => ApiKeyFile.Read(file, contents[0]), _ => null, now);

    /// <summary>Finds who sends a text. How long that takes does not depend on it: it is compared with all keys, by hashes of one length, and none is skipped.</summary>
    /// <returns>The key, or null when it is none or has expired.</returns>
    public ApiKey? Find(string text, DateTimeOffset now)
    {
        if (!ApiKeyText.IsKey(text))
        {
            return null;
        }

        var hash = ApiKeyText.Hash(text);
        ApiKey? found = null;
        foreach (var key in keys)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, key.Hash) ? key : found;
        }

        return found is { Expires: { } expires } && expires <= now ? null : found;
    }
}
