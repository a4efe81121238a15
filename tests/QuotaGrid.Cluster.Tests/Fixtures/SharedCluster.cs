using QuotaGrid.Cluster.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>Three silos for every test that leaves them as they are; each test has identities of its own.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private ClusterUnderTest? _cluster;

    internal ClusterUnderTest Silos => _cluster!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => _cluster = await ClusterUnderTest.StartAsync(_directory.Path, TestPolicies.Source());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _directory.Dispose();
    }
}
