namespace QuotaGrid.Host.Hosting;

/// <summary>
/// Between being told to stop and stopping: the process is not ready any more, and goes on answering until whoever balances load has noticed. Then requests that are under way end, and leases are returned.
/// </summary>
/// <param name="delay">For how long.</param>
/// <param name="time">The clock.</param>
internal sealed class StopDelay(TimeSpan delay, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before any service stops.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(delay, time, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
