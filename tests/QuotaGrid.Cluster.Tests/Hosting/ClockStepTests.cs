using Microsoft.Extensions.DependencyInjection;
using QuotaGrid.Cluster.Tests.Fixtures;

namespace QuotaGrid.Cluster.Tests.Hosting;

/// <summary>The calendar clock of a silo's machine is set while it runs.</summary>
[Collection(nameof(OwnCluster))]
public sealed class ClockStepTests
{
    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task IdentitiesThatComeAfterItAreDecidedAsThoseBefore(int hours)
    {
        using var directory = new TemporaryDirectory();
        var clock = new SteppedClock();
        await using var silos = await ClusterUnderTest.StartAsync(
            directory.Path, TestPolicies.Source(), silos: 1, configure: silo => silo.Services.AddSingleton<TimeProvider>(clock));
        var known = silos.Identity("before");
        await known.DecideAsync(Requests.For(TestPolicies.Items, 0));

        clock.Step = TimeSpan.FromHours(hours);

        Assert.Equal(1, (await silos.Identity("after").DecideAsync(Requests.For(TestPolicies.Items, 0))).Decision.Allowed.Count);
        Assert.Equal(TestPolicies.Burst - 1, (await known.GetState()).Capabilities[0].Limits[0].Remaining);
    }

    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;
    }
}
