using System.Collections.Immutable;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Contracts.Sentinel;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Cluster.Tests.Sentinel;

/// <summary>The grain that has campaigns, on real storage. Each test has a capability of its own.</summary>
[Collection(nameof(OwnCluster))]
public sealed class SentinelGrainTests : IAsyncLifetime
{
    private static readonly CohortSize Client = new(Cohort.Of("client", "ja4:x"), 4, 100_000);

    private readonly TemporaryDirectory _directory = new();
    private ClusterUnderTest _silos = null!;

    private ISentinelGrain Grain => _silos.Grains.GetGrain<ISentinelGrain>(ISentinelGrain.Key);

    private static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    public async ValueTask InitializeAsync() => _silos = await ClusterUnderTest.StartAsync(_directory.Path, TestPolicies.Source(), silos: 1);

    public async ValueTask DisposeAsync()
    {
        await _silos.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task ACampaignOpensIsToldAndIsStillThereWhenTheGrainLeftMemoryOrItsSiloDied()
    {
        var capability = Capability.Parse("sentinel.kept");
        var reply = await Grain.TellAsync([Notice("a", capability), Notice("b", capability), Notice("c", capability)], knownVersion: 0);
        var containment = Assert.Single(reply.Containments!.Value);
        Assert.Equal((capability, 3), (containment.Capability, containment.Members));
        Assert.Null((await Grain.TellAsync([], reply.Version)).Containments);
        Assert.Contains(_silos.Log.Lines, line => line.Text.Contains($"Campaign {containment.Campaign} against {capability}: 3 convicted identities belong together", StringComparison.Ordinal));

        await _silos.Cluster.DeactivateAsync(Grain);
        var described = (await Grain.DescribeAsync(containment.Campaign!.Value))!;

        Assert.Equal(["a", "b", "c"], described.Named.Select(one => one.Value));
        Assert.Equal((Client.Cohort, containment), (described.OpenedBy, described.Containment));
        Assert.Null((await Grain.TellAsync([], reply.Version)).Containments);

        await _silos.Cluster.KillSiloAsync(_silos.Cluster.Silos[0], TestContext.Current.CancellationToken);
        await _silos.Cluster.StartAdditionalSiloAsync();
        var state = await Patiently(() => Grain.GetState());
        Assert.Equal(containment.Campaign, Assert.Single(state.Campaigns).Id);
        Assert.Empty(state.Campaigns[0].Named);
    }

    [Fact]
    public async Task WhatCouldNotBeStoredIsNotAnsweredAndIsStoredWithTheNextMessage()
    {
        var capability = Capability.Parse("sentinel.failing");
        ImmutableArray<ConvictionNotice> notices = [Notice("a", capability), Notice("b", capability), Notice("c", capability)];
        _silos.Probe.Fail(Grain.GetGrainId(), failing: true);
        await Assert.ThrowsAnyAsync<Exception>(async () => await Grain.TellAsync(notices, 0));
        Assert.DoesNotContain(_silos.Log.Lines, line => line.Text.StartsWith("Campaign ", StringComparison.Ordinal));

        _silos.Probe.Fail(Grain.GetGrainId(), failing: false);
        await Grain.TellAsync(notices, 0);

        Assert.Equal(1, _silos.Probe.WritesOf(Grain.GetGrainId()));
        Assert.Single(_silos.Log.Lines, line => line.Text.StartsWith("Campaign ", StringComparison.Ordinal));
        await Grain.TellAsync(notices, 0);
        Assert.Equal(1, _silos.Probe.WritesOf(Grain.GetGrainId()));
    }

    [Fact]
    public async Task AnOperatorExtendsAndPardonsACampaignAndOrdersAboutACohort()
    {
        var capability = TestPolicies.Lookup;
        var reply = await Grain.TellAsync([Notice("a", capability), Notice("b", capability), Notice("c", capability)], 0);
        var campaign = reply.Containments!.Value[0].Campaign!.Value;
        var later = Now + TimeSpan.FromDays(9);

        Assert.True(await Grain.ExtendCampaignAsync(campaign, later));
        Assert.Equal(later, (await Grain.TellAsync([], reply.Version)).Containments!.Value[0].Until);
        Assert.True(await Grain.ContainCohortAsync(capability, Cohort.Of("client", "ja4:y"), ContainmentAction.Block, later));
        Assert.Equal(2, (await Grain.GetState()).Containments.Length);
        Assert.Equal(["a", "b", "c"], (await Grain.PardonCampaignAsync(campaign))!.Value.Select(one => one.Value));
        Assert.Equal(["a", "b", "c"], (await Grain.PardonCampaignAsync(campaign))!.Value.Select(one => one.Value));
        Assert.Equal(ContainmentAction.Block, Assert.Single((await Grain.TellAsync([], 0)).Containments!.Value).Action);
        Assert.True(await Grain.PardonCohortAsync(capability, Cohort.Of("client", "ja4:y")));

        await Assert.ThrowsAsync<InvalidValueException>(async () => await Grain.ContainCohortAsync(capability, Cohort.Of("asn", "1"), ContainmentAction.Block, later));
        Assert.False(await Grain.PardonCohortAsync(capability, Cohort.Of("client", "ja4:y")));
        Assert.False(await Grain.ContainCohortAsync(capability, Cohort.Of("client", "ja4:y"), action: null, later));
        Assert.False(await Grain.ExtendCampaignAsync(campaign, later));
        Assert.Null(await Grain.PardonCampaignAsync(new CampaignId(7)));
        Assert.Null(await Grain.DescribeAsync(new CampaignId(7)));
        Assert.Empty((await Grain.GetState()).Containments);
    }

    [Fact]
    public async Task ConvictionsThatCannotBeAreRefusedAndTheOthersInTheMessageAreNotTakenUp()
    {
        var good = Notice("a", Capability.Parse("sentinel.refusing"));

        await Assert.ThrowsAsync<InvalidValueException>(async () => await Grain.TellAsync([good, good with { Conviction = default }], 0));
        await Assert.ThrowsAsync<InvalidValueException>(async () => await Grain.TellAsync([.. Enumerable.Repeat(good, ISentinelGrain.MaxNotices + 1)], 0));

        Assert.Equal(0, (await Grain.GetState()).Waiting);
    }

    private static ConvictionNotice Notice(string identity, Capability capability) => new(
        Identity.Parse(identity),
        capability,
        new Conviction { Count = 1, Action = ContainmentAction.Tighten, Stage = Stage.Enforced, Since = Now, Until = Now + TimeSpan.FromHours(1), LogEValue = 14 },
        [],
        [Client]);

    private static async Task<T> Patiently<T>(Func<Task<T>> ask)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (Exception) when (attempt < 60)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }
}
