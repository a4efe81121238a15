using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Time;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Alerts;

/// <summary>
/// Tells operators what happened: a line of the log, which is an event for OpenTelemetry, and an event for the webhook. Whoever did it tells it, once it is stored if it has to be: an identity's grain what becomes of that
/// identity, the sentinel what becomes of campaigns. So nothing is told twice, but after a crash what was done again; and what a crash came in between of is not told.
/// </summary>
internal sealed partial class OperatorAlerts(Webhooks webhooks, SiloClock clock, ILogger<OperatorAlerts> logger)
{
    /// <summary>An identity was convicted.</summary>
    public void OnConvicted(ConvictionNotice notice)
    {
        var conviction = notice.Conviction;
        var (signal, action, stage) = (DecisionWords.WordFor(conviction.Signal), DecisionWords.WordFor(conviction.Action), DecisionWords.WordFor(conviction.Stage));
        LogConvicted(logger, notice.Identity.Value, notice.Capability.Value, signal, conviction.LogEValue, action, stage, conviction.Until.ToDateTimeOffset());
        Send("identity.convicted", new AlertData
        {
            Identity = notice.Identity.Value,
            Capability = notice.Capability.Value,
            Signal = signal,
            LogEValue = Math.Round(conviction.LogEValue, 3),
            Convictions = conviction.Count,
            Action = action,
            Stage = stage,
            Since = conviction.Since.ToDateTimeOffset(),
            Until = conviction.Until.ToDateTimeOffset(),
            Blocks = [.. notice.Blocks.Select(block => block.ToString())],
            Cohorts = [.. notice.Cohorts.Select(cohort => cohort.Cohort.ToString())],
        });
    }

    /// <summary>Something became of a campaign.</summary>
    public void OnCampaign(in CampaignChange change)
    {
        var campaign = change.Campaign;
        var (id, capability) = (campaign.Id.ToString(), campaign.Capability.Value);
        var cohorts = campaign.Cohorts.Select(one => one.Cohort.ToString()).Take(AlertData.MaxListed).ToArray();
        var blocks = campaign.Spans.Select(span => span.ToString()).Take(AlertData.MaxListed).ToArray();
        switch (change.Kind)
        {
            case CampaignChangeKind.Opened:
                LogOpened(logger, id, capability, campaign.Members, string.Join(", ", cohorts), string.Join(", ", blocks));
                break;
            case CampaignChangeKind.Grown:
                LogGrown(logger, id, capability, campaign.Members, string.Join(", ", cohorts), string.Join(", ", blocks));
                break;
            case CampaignChangeKind.Merged:
                LogMerged(logger, id, capability, campaign.Members, change.Merged!.Value.ToString());
                break;
            default:
                LogClosed(logger, id, capability, campaign.Members, campaign.IsPardoned);
                break;
        }

        Send(change.Kind switch
        {
            CampaignChangeKind.Opened => "campaign.opened",
            CampaignChangeKind.Grown => "campaign.grown",
            CampaignChangeKind.Merged => "campaign.merged",
            _ => "campaign.closed",
        }, new AlertData
        {
            Campaign = id,
            Merged = change.Merged?.ToString(),
            Capability = capability,
            Members = campaign.Members,
            Since = campaign.FirstConvicted.ToDateTimeOffset(),
            Blocks = blocks,
            Cohorts = cohorts,
        });
    }

    /// <summary>An operator pardoned an identity.</summary>
    public void OnPardoned(Identity identity, Capability capability)
    {
        LogPardoned(logger, identity.Value, capability.Value);
        Send("containment.pardoned", new AlertData { Identity = identity.Value, Capability = capability.Value });
    }

    /// <summary>An operator lets what is done about an identity last longer.</summary>
    public void OnExtended(Identity identity, Capability capability, Instant until)
    {
        LogExtended(logger, identity.Value, capability.Value, until.ToDateTimeOffset());
        Send("containment.extended", new AlertData { Identity = identity.Value, Capability = capability.Value, Until = until.ToDateTimeOffset() });
    }

    /// <summary>A client passed a challenge.</summary>
    public void OnLifted(Identity identity, Capability capability)
    {
        LogLifted(logger, identity.Value, capability.Value);
        Send("containment.lifted", new AlertData { Identity = identity.Value, Capability = capability.Value });
    }

    /// <summary>An operator lets what is done because of a campaign last longer.</summary>
    public void OnExtended(Campaign campaign, Instant until)
    {
        LogCampaignExtended(logger, campaign.Id.ToString(), campaign.Capability.Value, until.ToDateTimeOffset());
        Send("containment.extended", new AlertData { Campaign = campaign.Id.ToString(), Capability = campaign.Capability.Value, Until = until.ToDateTimeOffset() });
    }

    /// <summary>An operator ordered something about a cohort, or let it last longer.</summary>
    public void OnOrdered(Capability capability, Cohort cohort, ContainmentAction? action, Instant until)
    {
        var word = action is { } ordered ? DecisionWords.WordFor(ordered) : "extended";
        LogOrdered(logger, cohort.ToString(), capability.Value, word, until.ToDateTimeOffset());
        Send(action is null ? "containment.extended" : "containment.ordered", new AlertData
        {
            Capability = capability.Value,
            Action = action is null ? null : word,
            Until = until.ToDateTimeOffset(),
            Cohorts = [cohort.ToString()],
        });
    }

    /// <summary>An operator ended what was ordered about a cohort.</summary>
    public void OnPardoned(Capability capability, Cohort cohort)
    {
        LogCohortPardoned(logger, cohort.ToString(), capability.Value);
        Send("containment.pardoned", new AlertData { Capability = capability.Value, Cohorts = [cohort.ToString()] });
    }

    private void Send(string type, AlertData data)
    {
        if (webhooks.IsOn)
        {
            var id = "evt_" + RandomId.Next().ToString("x16", CultureInfo.InvariantCulture) + RandomId.Next().ToString("x16", CultureInfo.InvariantCulture);
            webhooks.Send(new WebhookEvent(id, JsonSerializer.SerializeToUtf8Bytes(new AlertBody(id, type, clock.Now.ToDateTimeOffset(), data), AlertJson.Default.AlertBody)));
        }
    }
}
