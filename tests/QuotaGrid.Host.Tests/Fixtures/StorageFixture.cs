using Orleans.Configuration;
using Orleans.Storage;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A fresh database and a silo on it, for one test class.</summary>
public abstract class StorageFixture : IAsyncLifetime
{
    private StorageSilo? _silo;

    /// <inheritdoc cref="StorageSilo.Storage" />
    public IGrainStorage Storage => _silo!.Storage;

    /// <inheritdoc cref="StorageSilo.DeletingStorage" />
    public IGrainStorage DeletingStorage => _silo!.DeletingStorage;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await OpenAsync(TestContext.Current.CancellationToken);
        _silo = await StorageSilo.StartAsync(Connect, TestContext.Current.CancellationToken);
    }

    /// <summary>Stops the silo, closes the database, and starts both again.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _silo!.DisposeAsync();
        _silo = null;
        Close();
        await ReopenAsync(cancellationToken);
        _silo = await StorageSilo.StartAsync(Connect, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        Close();
        DeleteDatabase();
    }

    /// <summary>Makes an empty database and brings it to the current schema.</summary>
    protected abstract Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Opens the same database once more.</summary>
    protected abstract Task ReopenAsync(CancellationToken cancellationToken);

    /// <summary>Points the provider at the database.</summary>
    protected abstract void Connect(AdoNetGrainStorageOptions options);

    /// <summary>Closes every connection.</summary>
    protected abstract void Close();

    /// <summary>Deletes the database, if nobody else will.</summary>
    protected abstract void DeleteDatabase();
}
