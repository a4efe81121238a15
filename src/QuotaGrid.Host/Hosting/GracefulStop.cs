using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>
/// The first step of a stop: for <c>--shutdown-delay</c> the process says that it is not ready any more and still answers. Load balancers learn meanwhile that it goes, and clients with an open
/// connection are told with each answer to ask the next question on another one, so that none is asked of a process that is gone.
/// </summary>
internal sealed class GracefulStop(HostSettings settings, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Adds the step, and the time for the whole stop.</summary>
    public static void Add(IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(settings);
        services.AddHostedService<GracefulStop>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownTimeout);
    }

    /// <summary>Lets clients leave while the process stops.</summary>
    public static void Use(WebApplication app) => app.Use(static (context, next) =>
    {
        if (context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    });

    /// <summary>Waits, before anything is stopped. A second signal, or the end of the time for the whole stop, ends it.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(settings.ShutdownDelay, time, cancellationToken);

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
