using Microsoft.Extensions.Logging;

namespace QuotaGrid.Grains.Alerts;

/// <content>The lines of the log. Names and numbers are part of the product: alerts are built on them.</content>
internal sealed partial class OperatorAlerts
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "{Identity} is convicted of sweeping {Capability}, by {Signal} above all, with evidence of e^{LogEValue:0.0}: {Action} ({Stage}) until {Until:u}.",
        EventName = "quotagrid.identity.convicted")]
    private static partial void LogConvicted(
        ILogger logger, string identity, string capability, string signal, double logEValue, string action, string stage, DateTimeOffset until);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Campaign {Campaign} against {Capability}: {Members} convicted identities belong together. Cohorts: {Cohorts}. Blocks: {Blocks}.",
        EventName = "quotagrid.campaign.opened")]
    private static partial void LogOpened(ILogger logger, string campaign, string capability, int members, string cohorts, string blocks);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "Campaign {Campaign} against {Capability} has grown to {Members} convicted identities. Cohorts: {Cohorts}. Blocks: {Blocks}.",
        EventName = "quotagrid.campaign.grown")]
    private static partial void LogGrown(ILogger logger, string campaign, string capability, int members, string cohorts, string blocks);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "Campaign {Merged} turned out to be campaign {Campaign} against {Capability}, which has {Members} convicted identities now.",
        EventName = "quotagrid.campaign.merged")]
    private static partial void LogMerged(ILogger logger, string campaign, string capability, int members, string merged);

    [LoggerMessage(
        5,
        LogLevel.Information,
        "Campaign {Campaign} against {Capability} with {Members} convicted identities is closed (pardoned: {IsPardoned}).",
        EventName = "quotagrid.campaign.closed")]
    private static partial void LogClosed(ILogger logger, string campaign, string capability, int members, bool isPardoned);

    [LoggerMessage(6, LogLevel.Information, "{Identity} is pardoned for {Capability}.", EventName = "quotagrid.containment.pardoned")]
    private static partial void LogPardoned(ILogger logger, string identity, string capability);

    [LoggerMessage(7, LogLevel.Information, "What is done about {Identity} for {Capability} lasts until {Until:u} at least.", EventName = "quotagrid.containment.extended")]
    private static partial void LogExtended(ILogger logger, string identity, string capability, DateTimeOffset until);

    [LoggerMessage(8, LogLevel.Information, "{Identity} passed a challenge for {Capability}: what was done about it is lifted.", EventName = "quotagrid.containment.lifted")]
    private static partial void LogLifted(ILogger logger, string identity, string capability);

    [LoggerMessage(
        9, LogLevel.Information, "What is done because of campaign {Campaign} against {Capability} lasts until {Until:u} at least.", EventName = "quotagrid.campaign.extended")]
    private static partial void LogCampaignExtended(ILogger logger, string campaign, string capability, DateTimeOffset until);

    [LoggerMessage(10, LogLevel.Warning, "Ordered about everybody of {Cohort} for {Capability}: {Action} until {Until:u}.", EventName = "quotagrid.cohort.contained")]
    private static partial void LogOrdered(ILogger logger, string cohort, string capability, string action, DateTimeOffset until);

    [LoggerMessage(11, LogLevel.Information, "{Cohort} is pardoned for {Capability}: nothing is ordered about it any more.", EventName = "quotagrid.cohort.pardoned")]
    private static partial void LogCohortPardoned(ILogger logger, string cohort, string capability);
}
