using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Live;

namespace QuotaGrid.Load.Tests.Live;

public sealed class LiveIdentityTests
{
    [Fact]
    public void RequestsLandOnEveryGatewayAndFewAreSentTwice()
    {
        var identity = new LiveIdentity(1, "person-1", default);
        var drawn = Enumerable.Range(0, 10_000).Select(_ => identity.NextGateway(4)).ToArray();

        Assert.All(drawn.CountBy(one => one.Gateway), gateway => Assert.InRange(gateway.Value, 2_300, 2_700));
        Assert.Equal([0, 1, 2, 3], drawn.Select(one => one.Gateway).Distinct().Order());
        Assert.InRange(drawn.Count(one => one.Again is not null), 60, 140);
    }

    [Fact]
    public void WhatAGatewayKnowsIsSaidAsTheProtocolHasIt()
    {
        var identity = new LiveIdentity(1, "person-1", new ClientAttributes(7, 3, 0) { Network = 0x1f, Operator = 2, Build = 5 });

        Assert.Equal(
            new Dictionary<string, string> { ["network"] = "2001:db8:1f::/48", ["asn"] = "64498", ["client"] = "ja4:t13d1516h2_000000000003", ["build"] = "5" },
            identity.Attributes);
    }
}
