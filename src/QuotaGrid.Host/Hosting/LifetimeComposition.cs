using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>How a process begins and ends.</summary>
internal static class LifetimeComposition
{
    // A silo hands some thousands of grains over in a second; an edge's requests end within their timeout. An orchestrator that kills after that has to wait so long, and an edge's delay.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    public static void AddLifetime(this WebApplicationBuilder builder, HostSettings settings)
    {
        builder.Services.AddSingleton<IHostedService>(new StopDelay(settings.Role == Role.Edge ? settings.StopDelay : TimeSpan.Zero, TimeProvider.System));
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = StopTimeout + settings.StopDelay;

            // An edge that finds no silo, or no database to find silos by, is alive and says that it is not ready.
            host.ServicesStartConcurrently = settings.Role == Role.Edge;
        });
    }
}
