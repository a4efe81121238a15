using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace QuotaGrid.Contracts.Policies;

/// <summary>
/// Asks for newer policies every five seconds, on silos and gateways alike, so that a published version is in force everywhere within that time. While
/// nobody answers, the copy at hand stays in force.
/// </summary>
public sealed partial class PolicyRefresher(PolicyCache cache, TimeProvider time, ILogger<PolicyRefresher> logger) : BackgroundService
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var isFirst = true;
        do
        {
            try
            {
                await cache.RefreshAsync();
            }
            catch (Exception e)
            {
                // What fails while the process stops fails because it stops, and a gateway that has just begun has not found a silo yet.
                if (!stoppingToken.IsCancellationRequested && !(isFirst && cache.Current is null))
                {
                    LogFailed(logger, cache.Current?.Version ?? 0, e);
                }
            }

            isFirst = false;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1, LogLevel.Warning, "Newer policies could not be asked for; version {Version} stays in force here.")]
    private static partial void LogFailed(ILogger logger, long version, Exception exception);
}
