using Microsoft.Extensions.Logging;

namespace QuotaGrid.Grains.Owners;

/// <content>What the grain logs.</content>
internal abstract partial class OwnerGrain
{
    [LoggerMessage(1, LogLevel.Warning, "{Key} was stored by another activation; this one ends.")]
    private static partial void LogReplaced(ILogger logger, string key, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "{Key} could not be stored before it left memory; what changed since its last snapshot is lost.")]
    private static partial void LogLost(ILogger logger, string key, Exception exception);
}
