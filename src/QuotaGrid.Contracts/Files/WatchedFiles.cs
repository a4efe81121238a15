namespace QuotaGrid.Contracts.Files;

/// <summary>Files that say something together, such as a certificate and its key.</summary>
public abstract class WatchedFiles
{
    /// <summary>Names them.</summary>
    protected WatchedFiles(string name) => Name = name;

    /// <summary>What they are, as metrics and log lines say it.</summary>
    public string Name { get; }

    /// <summary>When what is in force expires, or null when it never does.</summary>
    public abstract DateTimeOffset? Expires { get; }

    /// <summary>Reads them again if they have changed. One caller at a time.</summary>
    /// <param name="now">The time.</param>
    public abstract FileLook Look(DateTimeOffset now);
}
