using Microsoft.Extensions.Diagnostics.HealthChecks;
using QuotaGrid.Contracts.Policies;

namespace QuotaGrid.Host.Hosting;

/// <summary>
/// Ready: the process has joined once, and has policies to decide by. It stays ready when the database goes away, and an edge also when it lost every silo:
/// what fails from then on is answered by each policy's fail mode.
/// </summary>
internal sealed class ReadinessCheck(PolicyCache policies, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("Stopping.")
            : policies.Current is { } inForce ? HealthCheckResult.Healthy($"Policies version {inForce.Version} in force.")
            : HealthCheckResult.Unhealthy("No policies yet."));
}
