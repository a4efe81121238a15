using QuotaGrid.Cluster.Tests.Fixtures;

namespace QuotaGrid.Cluster.Tests.Identities;

/// <summary>Identities that look like numbers, or differ in case or spelling only, have states of their own.</summary>
public sealed class IdentityKeyTests(SharedCluster shared)
{
    private static readonly string[] Alike =
    [
        "2a", "2A", "002a", "42", "0x2a",
        "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "01234567-89ab-cdef-0123-456789abcdef",
        "id:2a", "2a+x", "2a x", "ключ", "Ключ", "a/b", "a%2Fb", "🦉",
    ];

    [Fact]
    public async Task IdentitiesThatLookAlikeHaveStatesOfTheirOwnAfterReactivation()
    {
        var grains = Alike.Select(name => shared.Silos.Identity(name)).ToArray();
        for (var i = 0; i < grains.Length; i++)
        {
            await grains[i].DecideAsync(Requests.For(TestPolicies.Items, Enumerable.Range(0, i + 1)));
        }

        await Task.WhenAll(grains.Select(shared.Silos.Cluster.DeactivateAsync));

        for (var i = 0; i < grains.Length; i++)
        {
            var report = await grains[i].GetState();
            Assert.Equal(Alike[i], report.Identity);
            Assert.Equal(i + 1, Assert.Single(report.Capabilities).Evidence.Asked);
            Assert.Equal(TestPolicies.Burst - i - 1, report.Capabilities[0].Limits[0].Remaining);
        }
    }

    [Fact]
    public async Task TheLongestIdentityIsKept()
    {
        var grain = shared.Silos.Identity(new string('i', Core.Identities.Identity.MaxBytes));
        await grain.DecideAsync(Requests.For(TestPolicies.Items, 1));

        await shared.Silos.Cluster.DeactivateAsync(grain);

        Assert.Equal(1, Assert.Single((await grain.GetState()).Capabilities).Evidence.Asked);
    }
}
