using Microsoft.Extensions.Logging;

namespace QuotaGrid.Grains.Owners;

/// <summary>
/// Says once for the whole silo that identities cannot be stored, and once that they can again; with the database down, every identity fails, again and
/// again. <c>quotagrid.snapshot.duration</c> counts each.
/// </summary>
internal sealed partial class SnapshotLog(ILogger<SnapshotLog> logger)
{
    private int _failing;

    /// <summary>A snapshot was stored.</summary>
    public void OnWritten()
    {
        if (Volatile.Read(ref _failing) == 1 && Interlocked.Exchange(ref _failing, 0) == 1)
        {
            LogOver(logger);
        }
    }

    /// <summary>A snapshot could not be stored.</summary>
    public void OnFailed(Exception exception)
    {
        if (Interlocked.Exchange(ref _failing, 1) == 0)
        {
            LogFailing(logger, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Identities cannot be stored; they stay in memory and are tried again. Said once until one is stored.")]
    private static partial void LogFailing(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Identities are stored again.")]
    private static partial void LogOver(ILogger logger);
}
