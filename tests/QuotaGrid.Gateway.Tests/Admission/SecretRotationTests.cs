using QuotaGrid.Contracts.Coverage;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.Admission;

/// <summary>The cluster's secret changes, one gateway after the other, and nobody pays for a known target again.</summary>
public sealed class SecretRotationTests(SharedGateway shared)
{
    private static readonly byte[] Old = "0123456789abcdef"u8.ToArray();
    private static readonly byte[] New = "fedcba9876543210"u8.ToArray();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoHasNothingLeftIsAdmittedToWhatItKnowsAtEveryStepThereAndBack()
    {
        long[] known = [.. Enumerable.Range(100, TestPolicies.NarrowNovel)];
        await using (var before = await StartAsync(Old, []))
        {
            Assert.Equal(known.Length, await AllowedAsync(before, known));
        }

        // While edges roll, requests of one identity land on both; none of these has admitted anything lately that it need not ask about.
        for (var i = 0; i < 3; i++)
        {
            await using var introducing = await StartAsync(Old, New);
            Assert.Equal(known.Length, await AllowedAsync(introducing, known));
            await using var exchanged = await StartAsync(New, Old);
            Assert.Equal(known.Length, await AllowedAsync(exchanged, known));
            Assert.Equal(known.Length, await AllowedAsync(introducing, known));
            Assert.Equal(0, await AllowedAsync(introducing, [501]));
            Assert.Equal(0, await AllowedAsync(exchanged, [502]));
        }

        // Those that were introducing it are gone, and what they told at last has changed no name.
        await using var last = await StartAsync(New, Old);
        Assert.Equal(known.Length, await AllowedAsync(last, known));
        await using var after = await StartAsync(New, []);
        Assert.Equal(known.Length, await AllowedAsync(after, known));
        Assert.Equal(0, await AllowedAsync(after, [503]));

        // Nothing is known by the old one any more.
        await using var again = await StartAsync(Old, []);
        Assert.Equal(0, await AllowedAsync(again, known));
        var state = await shared.Gateway.Client.DescribeAsync(Identity.Parse("rotating"), Cancel);
        Assert.Equal(TestPolicies.NarrowNovel, Assert.Single(state.Capabilities).KnownTargets);
    }

    [Fact]
    public async Task WhatOthersAskedForUnderTheOldSecretIsNotNewToEveryoneUnderTheNewOne()
    {
        // A number that many know, and a sweep of what nobody does: the one is marked in two places, which only shows that somebody asked.
        await using var introducing = await StartAsync(Old, New);
        await using var exchanged = await StartAsync(New, Old);
        var region = shared.Grains.GetGrain<IRegionGrain>("integer:444");
        await DecideAsync(introducing, "early", "watched", [4_440_000_001, 4_440_000_017]);
        await Seen.Async(async () => (await region.GetState()).Targets == 2, "both are marked");

        await DecideAsync(exchanged, "late", "watched", [4_440_000_001, 4_440_000_017]);
        await Seen.Async(async () => (await region.GetState()).Targets == 4, "both are marked under the new secret too");

        // One that comes only under the new secret finds what the early one asked for there as well.
        await using var after = await StartAsync(New, []);
        await DecideAsync(after, "last", "watched", [4_440_000_001, 4_440_000_017, 4_440_000_600]);
        await Seen.Async(async () => (await region.GetState()).Targets == 5, "only the third one is marked");
    }

    private async Task<GatewayUnderTest> StartAsync(byte[] secret, byte[] other)
    {
        var gateway = await GatewayUnderTest.StartAsync(shared.Grains, options => (options.Secret, options.OtherSecret) = (secret, other));
        await gateway.Services.GetPoliciesAsync();
        return gateway;
    }

    private static async Task<int> AllowedAsync(GatewayUnderTest gateway, long[] targets) => (await DecideAsync(gateway, "rotating", "narrow", targets)).Allowed.Count;

    private static async Task<GatewayDecision> DecideAsync(GatewayUnderTest gateway, string identity, string plan, long[] targets) => await gateway.Client.DecideAsync(
        new DecisionRequest(Identity.Parse(identity), Capability.Parse(TestPolicies.Busy), [.. targets.Select(target => $"{target}")]) { Plan = Plan.Parse(plan) }, Cancel);
}
