namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>A directory of one test's own, deleted with everything in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    /// <summary>The directory, as an absolute path. It exists.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("quotagrid-test-").FullName;

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
