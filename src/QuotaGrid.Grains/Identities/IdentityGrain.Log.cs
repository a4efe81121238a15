using Microsoft.Extensions.Logging;

namespace QuotaGrid.Grains.Identities;

/// <content>What the grain logs.</content>
internal sealed partial class IdentityGrain
{
    [LoggerMessage(1, LogLevel.Warning, "The identity {Key} was stored by another activation; this one ends.")]
    private static partial void LogReplaced(ILogger logger, string key, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The identity {Key} could not be stored before it left memory; what changed since its last snapshot is lost.")]
    private static partial void LogLost(ILogger logger, string key, Exception exception);
}
