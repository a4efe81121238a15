namespace QuotaGrid.Load.Processes;

/// <summary>Where a run keeps its files: a folder that goes with the run, or one that the user named and keeps.</summary>
/// <param name="keep">The folder to keep; null for one that is deleted in the end.</param>
public sealed class RunFolder(DirectoryInfo? keep) : IDisposable
{
    private readonly string _path = keep is null ? Directory.CreateTempSubdirectory("quotagrid-run-").FullName : Directory.CreateDirectory(keep.FullName).FullName;

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => Path.Combine(_path, name);

    /// <inheritdoc />
    public void Dispose()
    {
        if (keep is null)
        {
            Directory.Delete(_path, recursive: true);
        }
    }
}
