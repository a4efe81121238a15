using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Contracts.Identities;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Admission;

/// <summary>Of a request's attributes those that the policy names are told to the silos, as cohorts, and no others.</summary>
public sealed class CohortsTests(SharedGateway shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheAttributesThatThePolicyNamesMakeCohorts()
    {
        await AskAsync("with-attributes", Plan.Parse("watched"), new() { ["client"] = "ja4:t13d", ["network"] = "203.0.113.0/24", ["shoe-size"] = "43", ["signup-hour"] = "2020-01-01T00" });

        var cohorts = (await SweepOf("with-attributes"))!.Cohorts.Select(one => one.Cohort.ToString()).ToArray();

        Assert.Equal(["network:203.0.113.0/24", "client:ja4:t13d"], cohorts[..2]);
        Assert.StartsWith("signup-hour:", Assert.Single(cohorts[2..]), StringComparison.Ordinal);
        Assert.NotEqual("signup-hour:2020-01-01T00", cohorts[2]);
    }

    [Fact]
    public async Task WhoComesWithoutAttributesIsOfTheHourInWhichItCameFirst()
    {
        await AskAsync("without-attributes", Plan.Parse("watched"), []);

        Assert.StartsWith("signup-hour:", Assert.Single((await SweepOf("without-attributes"))!.Cohorts).Cohort.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANamedAttributeThatCannotBeACohortIsRefusedAndAnUnnamedOneIsNotLookedAt()
    {
        var refused = await Assert.ThrowsAsync<InvalidValueException>(() => AskAsync("bad-attribute", Plan.Parse("watched"), new() { ["network"] = "two words" }));
        await AskAsync("odd-attribute", Plan.Parse("watched"), new() { ["shoe-size"] = "two words" });
        await AskAsync("other-plan", Plan.Default, new() { ["network"] = "two words" });

        Assert.Equal("attributes.network", refused.Problem.Field);
        Assert.Empty((await shared.Gateway.Client.DescribeAsync(Identity.Parse("bad-attribute"), Cancel)).Capabilities);
    }

    [Fact]
    public async Task WhoeverIsWatchedIsCountedAmongEverybody()
    {
        var everybody = shared.Grains.GetGrain<ICohortGrain>($"{TestPolicies.Busy}/everybody:all");
        var before = (await everybody.GetState()).Members;
        await AskAsync("one-of-everybody", Plan.Parse("watched"), []);

        await Seen.Async(async () => (await everybody.GetState()).Members > before, "one more is counted");
    }

    private async Task<SweepReport?> SweepOf(string identity) =>
        Assert.Single((await shared.Gateway.Client.DescribeAsync(Identity.Parse(identity), Cancel)).Capabilities).Sweep;

    private async Task AskAsync(string identity, Plan plan, Dictionary<string, string> attributes) => await shared.Gateway.Client.DecideAsync(
        new DecisionRequest(Identity.Parse(identity), Capability.Parse(TestPolicies.Busy), ["5550001111"]) { Plan = plan, Attributes = attributes }, Cancel);
}
