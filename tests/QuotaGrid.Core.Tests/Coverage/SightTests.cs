using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Tests.Decisions;
using static QuotaGrid.Core.Coverage.PlaceCoverage;

namespace QuotaGrid.Core.Tests.Coverage;

/// <summary>While the secret changes, what anybody asked for by either is not new to everyone, and what is not known by one nobody calls new.</summary>
public sealed class SightTests
{
    private static readonly RegionKey Region = RegionKey.Parse("e164:1212");
    private static readonly TargetPlace Place = new(Region, 3, 14);
    private static readonly TargetPlace Alias = new(Region, 3, 1_592);

    [Theory]
    [InlineData(New, New, New, true)]
    [InlineData(New, Unknown, Unknown, true)]
    [InlineData(Unknown, New, Unknown, true)]
    [InlineData(Unknown, Unknown, Unknown, true)]
    [InlineData(New, Asked, Asked, true)]
    [InlineData(Unknown, AskedEarlier, AskedEarlier, true)]
    [InlineData(AskedEarlier, Asked, Asked, true)]
    [InlineData(AskedEarlier, New, AskedEarlier, true)]
    [InlineData(AskedEarlier, Unknown, AskedEarlier, true)]
    [InlineData(Asked, New, Asked, false)]
    [InlineData(Asked, Unknown, Asked, false)]
    public void WhatIsKnownByEitherCounts(PlaceCoverage byPlace, PlaceCoverage byAlias, PlaceCoverage seen, bool isUnmarked)
    {
        var view = new ClusterView(place => place == Place ? byPlace : byAlias, (_, _) => { });

        Assert.Equal((seen, isUnmarked), new Sight(view, Some.Lookup.Name, [Place], default) { Aliases = new[] { Alias } }.Look(0));
        Assert.Equal((byPlace, isUnmarked), new Sight(view, Some.Lookup.Name, [Place], default).Look(0));
        Assert.Equal((byPlace, isUnmarked), new Sight(view, Some.Lookup.Name, [Place], default) { Aliases = new TargetPlace[1] }.Look(0));
    }
}
