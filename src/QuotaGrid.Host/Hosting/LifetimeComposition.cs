using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>How a process begins and ends.</summary>
internal static class LifetimeComposition
{
    public static void AddLifetime(this WebApplicationBuilder builder, HostSettings settings)
    {
        builder.Services.AddSingleton<IHostedService>(new StopDelay(settings.Role == Role.Edge ? settings.StopDelay : TimeSpan.Zero, TimeProvider.System));
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = settings.StopTimeout;

            // An edge that finds no silo, or no database to find silos by, is alive and says that it is not ready.
            host.ServicesStartConcurrently = settings.Role == Role.Edge;
        });
    }
}
