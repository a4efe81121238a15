using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A real silo whose only purpose is its ADO.NET grain storage.</summary>
public sealed class StorageSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private StorageSilo(IHost host) => _host = host;

    /// <summary>Storage that keeps the row when a state is cleared, as Orleans does by default.</summary>
    public IGrainStorage Storage => _host.Services.GetRequiredKeyedService<IGrainStorage>("keeping");

    /// <summary>Storage that deletes the row when a state is cleared.</summary>
    public IGrainStorage DeletingStorage => _host.Services.GetRequiredKeyedService<IGrainStorage>("deleting");

    /// <summary>Starts a silo on a database that has the current schema.</summary>
    public static async Task<StorageSilo> StartAsync(Action<AdoNetGrainStorageOptions> connect, CancellationToken cancellationToken)
    {
        var ports = LoopbackPorts.Find(2);
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(ports[0], ports[1]);
            silo.AddAdoNetGrainStorage("keeping", (AdoNetGrainStorageOptions options) => Configure(options, deleteOnClear: false));
            silo.AddAdoNetGrainStorage("deleting", (AdoNetGrainStorageOptions options) => Configure(options, deleteOnClear: true));
        });

        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new StorageSilo(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }

        void Configure(AdoNetGrainStorageOptions options, bool deleteOnClear)
        {
            connect(options);
            options.GrainStorageSerializer = new RawPayloadSerializer();
            options.DeleteStateOnClear = deleteOnClear;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
