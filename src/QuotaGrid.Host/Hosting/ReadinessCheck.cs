using Microsoft.Extensions.Diagnostics.HealthChecks;
using QuotaGrid.Contracts.Policies;

namespace QuotaGrid.Host.Hosting;

/// <summary>
/// Ready: the process has joined, and has policies to decide by. It has both only after it reached the cluster, and loses neither when the database goes away.
/// </summary>
internal sealed class ReadinessCheck(PolicyCache policies, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("Stopping.")
            : policies.Current is { } inForce ? HealthCheckResult.Healthy($"Policies version {inForce.Version} in force.")
            : HealthCheckResult.Unhealthy("No policies yet."));
}
