using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QuotaGrid.Contracts.Transport;

namespace QuotaGrid.Contracts.Files;

/// <summary>Looks at all watched files every five seconds.</summary>
public sealed partial class FileRefresher(
    IEnumerable<WatchedFiles> files, TransportInstruments instruments, TimeProvider time, ILogger<FileRefresher> logger) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var one in files)
            {
                Look(one);
            }
        }
    }

    private void Look(WatchedFiles one)
    {
        var look = one.Look(time.GetUtcNow());
        if (look.IsLoaded)
        {
            LogLoaded(logger, one.Name);
            instruments.OnLoaded(one.Name);
        }
        else if (look.Problem is { } problem)
        {
            LogRefused(logger, one.Name, problem);
            instruments.OnRefused(one.Name);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The changed {File} is in force.")]
    private static partial void LogLoaded(ILogger logger, string file);

    [LoggerMessage(2, LogLevel.Error, "The changed {File} cannot be used; what was in force stays. {Problem}")]
    private static partial void LogRefused(ILogger logger, string file, string problem);
}
