using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Contracts.Sentinel;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;
using QuotaGrid.Grains.Alerts;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Sentinel;

/// <summary>Which of the convicted enumerate together, and what is done about cohorts. Whatever it answers is stored before; what could not be stored is tried again with the next message.</summary>
[GrainType("sentinel")]
internal sealed partial class SentinelGrain(
    [PersistentState(StorageNames.Sentinel, StorageNames.Provider)] IPersistentState<StoredBytes> stored,
    SiloClock clock,
    PolicyCache policies,
    OperatorAlerts alerts,
    GrainInstruments instruments,
    ILogger<SentinelGrain> logger) : Grain, ISentinelGrain
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private CampaignBook _book = null!;
    private bool _isStored = true;

    private Instant Now => clock.Now;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = stored.State.Value.IsEmpty ? new CampaignBook() : CampaignBook.Decode(stored.State.Value);
        this.RegisterGrainTimer(static (grain, _) => grain.ForgetAsync(), this, TimeSpan.Zero, Interval);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        instruments.OnSentinel(SentinelFigures.None);
        await ForgetAsync();
    }

    public async ValueTask<SentinelReply> TellAsync(ImmutableArray<ConvictionNotice> notices, long knownVersion)
    {
        if (notices.Length > ISentinelGrain.MaxNotices || notices.Any(notice => !notice.IsPossible))
        {
            throw new InvalidValueException(new(
                "notices", $"There are {notices.Length} convictions, or one of them is impossible.", $"Send at most {ISentinelGrain.MaxNotices}, as a silo of this version makes them."));
        }

        _isStored &= !_book.Forget(Now);
        foreach (var notice in notices)
        {
            _isStored &= !_book.Tell(notice, Now);
        }

        await StoreAsync();
        return new SentinelReply(_book.Version, knownVersion == _book.Version ? null : _book.Containments);
    }

    public ValueTask<CampaignReport?> DescribeAsync(CampaignId campaign) =>
        ValueTask.FromResult(_book.Find(campaign) is { } found ? CampaignReport.Of(found, withNames: true) : null);

    public async ValueTask<ImmutableArray<Identity>?> PardonCampaignAsync(CampaignId campaign)
    {
        if (_book.Pardon(campaign, Now) is not { } pardoned)
        {
            return null;
        }

        _isStored = false;
        await StoreAsync();
        return [.. pardoned.Named];
    }

    public async ValueTask<bool> ExtendCampaignAsync(CampaignId campaign, Instant until)
    {
        if (!_book.Extend(campaign, until))
        {
            return false;
        }

        _isStored = false;
        await StoreAsync();
        alerts.OnExtended(_book.Find(campaign)!, until);
        return true;
    }

    public async ValueTask<bool> ContainCohortAsync(Capability capability, Cohort cohort, ContainmentAction? action, Instant until)
    {
        if (action is not null && policies.Current is { } inForce && !inForce.Set.Policies.Any(policy => policy.Capability == capability && policy.Detection?.Cohorts.Contains(cohort.Kind) == true))
        {
            throw new InvalidValueException(new(
                "cohort", $"No policy for '{capability}' watches identities by '{cohort.Kind}', so nobody is known to belong to it.", "Name an attribute that the policy's 'detection.cohorts' has."));
        }

        if (!_book.Order(capability, cohort, action, until, Now))
        {
            return false;
        }

        _isStored = false;
        await StoreAsync();
        alerts.OnOrdered(capability, cohort, action, until);
        return true;
    }

    public async ValueTask<bool> PardonCohortAsync(Capability capability, Cohort cohort)
    {
        if (!_book.Pardon(capability, cohort))
        {
            return false;
        }

        _isStored = false;
        await StoreAsync();
        alerts.OnPardoned(capability, cohort);
        return true;
    }

    public Task<SentinelReport> GetState() =>
        Task.FromResult(new SentinelReport([.. _book.Campaigns.Select(one => CampaignReport.Of(one, withNames: false))], _book.Waiting, _book.Containments));

    private async Task ForgetAsync()
    {
        try
        {
            _isStored &= !_book.Forget(Now);
            await StoreAsync();
        }
        catch (Exception failure)
        {
            LogNotStored(logger, failure);
        }
    }

    private async Task StoreAsync()
    {
        _isStored &= !_book.Refresh();
        if (!_isStored)
        {
            try
            {
                stored.State.Value = _book.Encode();
                await stored.WriteStateAsync();
                _isStored = true;
            }
            catch (InconsistentStateException)
            {
                DeactivateOnIdle();
                throw;
            }
        }

        foreach (var change in _book.TakeChanges())
        {
            alerts.OnCampaign(change);
        }

        instruments.OnSentinel(SentinelFigures.Of(_book, policies.Current?.Set, Now));
    }

    [LoggerMessage(1, LogLevel.Warning, "Campaigns could not be stored; it is tried again.")]
    private static partial void LogNotStored(ILogger logger, Exception exception);
}
