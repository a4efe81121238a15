using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using QuotaGrid.Contracts.Health;

namespace QuotaGrid.Host.Hosting;

/// <summary>
/// Live: every loop of the process that has begun still turns, so that nothing would be gained by starting it anew. Other silos and the database are none of its business: a process that waits for
/// them is live, and one that starts or stops is too.
/// </summary>
internal sealed class LivenessCheck(Heartbeats heartbeats, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            !lifetime.ApplicationStopping.IsCancellationRequested && heartbeats.FindSilent() is { } silent
                ? HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"The loop '{silent.Loop}' has not turned for {silent.Silence.TotalSeconds:0} s."))
                : HealthCheckResult.Healthy());
}
