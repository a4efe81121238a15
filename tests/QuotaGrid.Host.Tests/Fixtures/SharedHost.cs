using QuotaGrid.Host.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(SharedHost))]

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>
/// One embedded server with the built-in policies for all tests that do not stop it, started by the first that asks. Tests use identities of their own.
/// </summary>
public sealed class SharedHost : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SemaphoreSlim _starting = new(1);
    private RunningHost? _host;

    /// <summary>The server.</summary>
    public async Task<RunningHost> GetAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        await _starting.WaitAsync(cancel);
        try
        {
            return _host ??= await RunningHost.StartEmbeddedAsync(
                Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3), cancel, ["--snapshot-interval", "100ms"]);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            await host.DisposeAsync();
        }

        _starting.Dispose();
        _directory.Dispose();
    }
}
