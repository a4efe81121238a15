namespace QuotaGrid.Contracts.Files;

/// <summary>One file that is read again when it changes.</summary>
/// <param name="Path">Where it is. Links are followed each time, so what Kubernetes mounts may change under it.</param>
/// <param name="Refused">The file modes with which it is not taken. Windows has none.</param>
public readonly record struct WatchedFile(string Path, UnixFileMode Refused)
{
    /// <summary>The modes of a file that others may use. Its group may read it: Kubernetes mounts a secret for root and the pod's group, with mode 440.</summary>
    public const UnixFileMode Exposed = ChangedByAnyone | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The modes of a file that others may change.</summary>
    public const UnixFileMode ChangedByAnyone = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>A file may have this many bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>A file with a secret in it.</summary>
    public static WatchedFile Secret(string path) => new(path, Exposed);

    /// <summary>A file that says whom to trust.</summary>
    public static WatchedFile Trusted(string path) => new(path, ChangedByAnyone);

    /// <summary>Reads it.</summary>
    /// <exception cref="UnusableFileException">It is missing, too large, or open to whom it should not be.</exception>
    public byte[] Read()
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Refused) is var mode and not UnixFileMode.None)
            {
                var (how, remedy) = Refused == Exposed ? ("writable by its group or open to others", "g-w,o=") : ("writable by its group or others", "go-w");
                throw new UnusableFileException($"The file '{Path}' is {how} ({mode}). Run chmod {remedy} on it.");
            }

            using var file = File.OpenRead(Path);
            var content = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= MaxBytes ? content[..length] : throw new UnusableFileException($"The file '{Path}' has over {MaxBytes} bytes. Name another.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException($"The file '{Path}' cannot be read: {e.Message}");
        }
    }
}
