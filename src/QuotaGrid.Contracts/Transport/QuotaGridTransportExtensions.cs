using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Contracts.Transport;

/// <summary>Secures the connections between processes.</summary>
public static class QuotaGridTransportExtensions
{
    /// <summary>Adds what the connections need. Each kind is secured by its own method of this class.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="options">How they are secured.</param>
    /// <param name="credentials">What <see cref="TlsCredentials.Watch"/> made of the same options.</param>
    public static IServiceCollection AddQuotaGridTls(this IServiceCollection services, TlsOptions options, WatchedFiles<TlsCredentials> credentials)
    {
        services.AddWatchedFiles(credentials);
        services.AddSingleton(options);
        services.AddSingleton<TlsPorts>();
        return services;
    }

    /// <summary>Has files looked at again and again.</summary>
    /// <typeparam name="T">What they say.</typeparam>
    public static IServiceCollection AddWatchedFiles<T>(this IServiceCollection services, WatchedFiles<T> files)
        where T : class
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TransportInstruments>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FileRefresher>());
        services.AddSingleton(files);
        services.AddSingleton<WatchedFiles>(files);
        return services;
    }

    /// <summary>Secures the connections of silos to this one.</summary>
    public static void UseTlsFromSilos(this IConnectionBuilder connections) => Use(connections, ports => ports.Silo);

    /// <summary>Secures the connections of edges to this silo.</summary>
    public static void UseTlsFromEdges(this IConnectionBuilder connections) => Use(connections, ports => ports.Gateway);

    /// <summary>Secures the connections from here to silos.</summary>
    public static void UseTlsToSilos(this IConnectionBuilder connections) => Use(connections, ports => ports.Outbound);

    private static void Use(IConnectionBuilder connections, Func<TlsPorts, TlsPort> choose)
    {
        var port = choose(connections.ApplicationServices.GetRequiredService<TlsPorts>());
        connections.Use(next => connection => port.OnConnectionAsync(connection, next));
    }
}
