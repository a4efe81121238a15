using System.Security.Cryptography;
using QuotaGrid.Contracts.Files;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Host.Secrets;

/// <summary>The file with the cluster's secret: base64 of at least 16 random bytes, made for its owner only.</summary>
public static class SecretFile
{
    private const int NewSecretBytes = 32;
    private const int MaxFileBytes = 4096;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the secret.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prefix">What may stand before the secret.</param>
    /// <exception cref="SecretFileException">The file is missing, is writable by its group or open to others, or holds no secret.</exception>
    public static byte[] Read(string path, string prefix = "")
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & WatchedFile.Exposed) is var mode and not UnixFileMode.None)
            {
                throw new SecretFileException($"The secret file '{path}' is writable by its group or open to others ({mode}). Run chmod g-w,o= on it.");
            }

            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw new SecretFileException($"The secret file '{path}' has over {MaxFileBytes} bytes. Name the file with the cluster's secret.");
            }

            var text = File.ReadAllText(path).Trim();
            var secret = Convert.FromBase64String(text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text);
            return secret.Length >= FingerprintKey.MinSecretBytes
                ? secret
                : throw new SecretFileException(
                    $"The secret in '{path}' has {secret.Length} bytes. It needs at least {FingerprintKey.MinSecretBytes}: 'head -c 32 /dev/urandom | base64'.");
        }
        catch (FormatException)
        {
            throw new SecretFileException($"The secret file '{path}' is not base64. Make one with 'head -c 32 /dev/urandom | base64'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretFileException($"The secret file '{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Makes a file with a new secret, for its owner only.</summary>
    /// <exception cref="SecretFileException">The file is there already, or cannot be made.</exception>
    public static void Create(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var file = new StreamWriter(path, options);
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewSecretBytes)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretFileException($"The secret file '{path}' cannot be made: {e.Message}");
        }
    }
}
