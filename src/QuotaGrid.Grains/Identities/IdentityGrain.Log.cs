using Microsoft.Extensions.Logging;

namespace QuotaGrid.Grains.Identities;

/// <content>What the grain logs.</content>
internal sealed partial class IdentityGrain
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "{Identity} is convicted of sweeping {Capability}, by {Signal} above all, with evidence of e^{LogEValue:0.0}: {Action} ({Stage}) until {Until:u}.")]
    private static partial void LogConvicted(
        ILogger logger, string identity, string capability, string signal, double logEValue, string action, string stage, DateTimeOffset until);
}
