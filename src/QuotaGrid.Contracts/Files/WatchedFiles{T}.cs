using System.Security.Cryptography;

namespace QuotaGrid.Contracts.Files;

/// <inheritdoc />
/// <typeparam name="T">What they say.</typeparam>
/// <remarks>
/// Their content is compared and not their times, because a mounted secret is swapped by a link. What cannot be used is looked at a second time before it
/// is called so: a certificate and its key may be written one after the other.
/// </remarks>
public sealed class WatchedFiles<T> : WatchedFiles
    where T : class
{
    private readonly IReadOnlyList<WatchedFile> _files;
    private readonly Func<IReadOnlyList<byte[]>, DateTimeOffset, T> _read;
    private readonly Func<T, DateTimeOffset?> _expires;
    private volatile T _current;
    private string _digest;
    private string? _suspect;
    private string? _refused;

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="name">What they are.</param>
    /// <param name="files">The files.</param>
    /// <param name="read">Makes of their contents, in the same order, what they say.</param>
    /// <param name="expires">When that expires, if it does.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="UnusableFileException">They cannot be used.</exception>
    public WatchedFiles(
        string name, IReadOnlyList<WatchedFile> files, Func<IReadOnlyList<byte[]>, DateTimeOffset, T> read, Func<T, DateTimeOffset?> expires, DateTimeOffset now)
        : base(name)
    {
        (_files, _read, _expires) = (files, read, expires);
        var contents = ReadAll();
        (_current, _digest) = (read(contents, now), Digest(contents));
    }

    /// <summary>What they say, as they were when they could last be used.</summary>
    public T Current => _current;

    /// <inheritdoc />
    public override DateTimeOffset? Expires => _expires(_current);

    /// <inheritdoc />
    public override FileLook Look(DateTimeOffset now)
    {
        var digest = "";
        try
        {
            var contents = ReadAll();
            digest = Digest(contents);
            var isChanged = digest != _digest;
            if (isChanged)
            {
                (_current, _digest) = (_read(contents, now), digest);
            }

            (_suspect, _refused) = (null, null);
            return new FileLook(isChanged, Problem: null);
        }
        catch (UnusableFileException e)
        {
            return new FileLook(IsLoaded: false, Suspect(digest + e.Message) ? e.Message : null);
        }
    }

    private static string Digest(IReadOnlyList<byte[]> contents) =>
        string.Join(' ', contents.Select(content => Convert.ToHexString(SHA256.HashData(content))));

    private byte[][] ReadAll() => [.. _files.Select(file => file.Read())];

    private bool Suspect(string what)
    {
        if (what == _refused)
        {
            return false;
        }

        if (what == _suspect)
        {
            (_suspect, _refused) = (null, what);
            return true;
        }

        (_suspect, _refused) = (what, null);
        return false;
    }
}
