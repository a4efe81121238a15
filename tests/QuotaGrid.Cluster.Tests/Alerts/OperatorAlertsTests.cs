using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;
using QuotaGrid.Grains.Alerts;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Cluster.Tests.Alerts;

/// <summary>Alerts are built on these numbers, names and attributes.</summary>
public sealed class OperatorAlertsTests
{
    private static readonly Instant Since = Instant.From(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private static readonly CohortSize Client = new(Cohort.Of("client", "ja4:x"), 10, 100_000);
    private static readonly Identity Puppet = Identity.Parse("puppet-1");

    [Fact]
    public async Task EveryEventHasItsNumberItsNameItsAttributesAndItsBody()
    {
        var log = new EventCollector();
        await using var receiver = await WebhookReceiver.StartAsync(_ => 200);
        await using var services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(log)).BuildServiceProvider();
        var instruments = new GrainInstruments(services.GetRequiredService<IMeterFactory>(), new PolicyCache(grains: null!));
        using var webhooks = new Webhooks(
            receiver.Url, "a secret of 24 bytes ...."u8.ToArray(), WebhookRules.Default, TimeProvider.System, instruments, services.GetRequiredService<ILogger<Webhooks>>());
        await webhooks.StartAsync(TestContext.Current.CancellationToken);
        var alerts = new OperatorAlerts(webhooks, new SiloClock(TimeProvider.System), services.GetRequiredService<ILogger<OperatorAlerts>>());
        var book = new CampaignBook();
        book.Tell(Notice("puppet-1", 0), Since);
        book.Tell(Notice("puppet-2", 1), Since);
        book.Tell(Notice("puppet-3", 2), Since);
        var campaign = Assert.Single(book.TakeChanges()).Campaign;

        alerts.OnConvicted(Notice("puppet-1", 0));
        alerts.OnCampaign(new CampaignChange(CampaignChangeKind.Opened, campaign));
        alerts.OnCampaign(new CampaignChange(CampaignChangeKind.Grown, campaign));
        alerts.OnCampaign(new CampaignChange(CampaignChangeKind.Merged, campaign, new CampaignId(0xab)));
        alerts.OnCampaign(new CampaignChange(CampaignChangeKind.Closed, campaign));
        alerts.OnPardoned(Puppet, TestPolicies.Lookup);
        alerts.OnExtended(Puppet, TestPolicies.Lookup, Since);
        alerts.OnLifted(Puppet, TestPolicies.Lookup);
        alerts.OnExtended(campaign, Since);
        alerts.OnOrdered(TestPolicies.Lookup, Client.Cohort, ContainmentAction.Block, Since);
        alerts.OnOrdered(TestPolicies.Lookup, Client.Cohort, action: null, Since);
        alerts.OnPardoned(TestPolicies.Lookup, Client.Cohort);

        Assert.Equal(
            [
                "1 quotagrid.identity.convicted Warning: Action, Capability, Identity, LogEValue, Signal, Stage, Until",
                "2 quotagrid.campaign.opened Warning: Blocks, Campaign, Capability, Cohorts, Members",
                "3 quotagrid.campaign.grown Warning: Blocks, Campaign, Capability, Cohorts, Members",
                "4 quotagrid.campaign.merged Warning: Campaign, Capability, Members, Merged",
                "5 quotagrid.campaign.closed Information: Campaign, Capability, IsPardoned, Members",
                "6 quotagrid.containment.pardoned Information: Capability, Identity",
                "7 quotagrid.containment.extended Information: Capability, Identity, Until",
                "8 quotagrid.containment.lifted Information: Capability, Identity",
                "9 quotagrid.campaign.extended Information: Campaign, Capability, Until",
                "10 quotagrid.cohort.contained Warning: Action, Capability, Cohort, Until",
                "10 quotagrid.cohort.contained Warning: Action, Capability, Cohort, Until",
                "11 quotagrid.cohort.pardoned Information: Capability, Cohort",
            ],
            log.Events.Where(line => line.Contains(" quotagrid.", StringComparison.Ordinal)));

        List<(string Type, string Fields)> told = [];
        List<JsonElement> bodies = [];
        for (var i = 0; i < 12; i++)
        {
            var delivery = await receiver.NextAsync();
            var body = JsonDocument.Parse(delivery.Body).RootElement;
            Assert.Equal(["id", "type", "time", "data"], body.EnumerateObject().Select(property => property.Name));
            Assert.Equal(delivery.Id, body.GetProperty("id").GetString());
            Assert.Matches("^evt_[0-9a-f]{32}$", delivery.Id);
            told.Add((body.GetProperty("type").GetString()!, string.Join(' ', body.GetProperty("data").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal))));
            bodies.Add(body);
        }

        Assert.Equal(
            [
                ("identity.convicted", "action blocks capability cohorts convictions identity logEValue signal since stage until"),
                ("campaign.opened", "blocks campaign capability cohorts members since"),
                ("campaign.grown", "blocks campaign capability cohorts members since"),
                ("campaign.merged", "blocks campaign capability cohorts members merged since"),
                ("campaign.closed", "blocks campaign capability cohorts members since"),
                ("containment.pardoned", "capability identity"),
                ("containment.extended", "capability identity until"),
                ("containment.lifted", "capability identity"),
                ("containment.extended", "campaign capability until"),
                ("containment.ordered", "action capability cohorts until"),
                ("containment.extended", "capability cohorts until"),
                ("containment.pardoned", "capability cohorts"),
            ],
            told);
        Assert.Equal(
            """{"identity":"puppet-1","capability":"accounts.lookup","signal":"novelty","logEValue":14.25,"convictions":1,"action":"tighten","stage":"enforced","since":"2026-01-02T03:04:05+00:00","until":"2026-01-02T04:04:05+00:00","blocks":["e164:1212/7"],"cohorts":["client:ja4:x"]}""",
            bodies[0].GetProperty("data").GetRawText());
        Assert.Equal("00000000000000ab", bodies[3].GetProperty("data").GetProperty("merged").GetString());
        await webhooks.StopAsync(TestContext.Current.CancellationToken);
    }

    private static ConvictionNotice Notice(string identity, int seconds) => new(
        Identity.Parse(identity),
        TestPolicies.Lookup,
        new Conviction
        {
            Count = 1,
            Action = ContainmentAction.Tighten,
            Stage = Stage.Enforced,
            Since = Since + TimeSpan.FromSeconds(seconds),
            Until = Since + TimeSpan.FromHours(1),
            Signal = Signal.Novelty,
            LogEValue = 14.25,
        },
        [new TouchedBlock(RegionKey.Parse("e164:1212"), 7, 20)],
        [Client]);

    private sealed class EventCollector : ILoggerProvider, ILogger
    {
        public List<string> Events { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var attributes = ((IEnumerable<KeyValuePair<string, object?>>)state!).Select(one => one.Key).Where(key => key != "{OriginalFormat}").Order(StringComparer.Ordinal);
            lock (Events)
            {
                Events.Add($"{eventId.Id} {eventId.Name} {logLevel}: {string.Join(", ", attributes)}");
            }
        }

        public void Dispose()
        {
        }
    }
}
