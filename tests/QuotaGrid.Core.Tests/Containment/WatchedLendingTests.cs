using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Tests.Leases;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

public sealed class WatchedLendingTests
{
    private static readonly Permits Wanted = new(100, 50, 20);

    private readonly WatchedWorld _world = new();
    private long _number;

    [Fact]
    public void NovelPermitsAreLentOnlyToWhomNobodyWatches()
    {
        Limit[] limits = [Some.Velocity(1_000, Day, 1_000), Some.Novel(200, Day, 200)];
        _world.Policy = Under(null, limits);
        Assert.Equal(20, Granted(Some.Start).Novel);

        _world.Policy = Under(Watching, limits);
        Assert.Equal((100, 0), (Granted(Some.Start).Items, Granted(Some.Start).Novel));
        _world.Policy = Under(Watching with { Stage = Stage.Shadow }, limits);
        Assert.Equal(0, Granted(Some.Start).Novel);
    }

    [Theory]
    [InlineData(ContainmentAction.Tighten)]
    [InlineData(ContainmentAction.Challenge)]
    [InlineData(ContainmentAction.Block)]
    public void NothingIsLentWhileContained(ContainmentAction action)
    {
        _world.Policy = Under(Step(action, Hour), Some.Velocity(10_000, Day, 10_000), Some.Novel(200, Day, 200));
        Assert.Equal(100, Granted(Some.Start).Items);
        _world.Sweep(0, Some.Start);

        Assert.Equal(default, Granted(Some.Start));
        Assert.Equal(default, Granted(Some.Start + Hour - TimeSpan.FromTicks(1)));
        Assert.Equal(100, Granted(Some.Start + Hour).Items);
    }

    [Fact]
    public void NothingIsLentToWhoWasContainedWhenItWasStored()
    {
        _world.Policy = Under(Watching, Some.Velocity(10_000, Day, 10_000), Some.Novel(200, Day, 200));
        _world.Sweep(0, Some.Start);
        _world.State = Some.Copy(_world.State);

        Assert.Equal(default, Granted(Some.Start));
    }

    [Fact]
    public void WhomTheShadowStageConvictedIsLentTo()
    {
        _world.Policy = Under(Watching with { Stage = Stage.Shadow }, Some.Velocity(10_000, Day, 10_000), Some.Novel(200, Day, 200));
        _world.Sweep(0, Some.Start);

        Assert.Equal((1, 100), (_world.State.Conviction.Count, Granted(Some.Start).Items));
    }

    [Fact]
    public void WhatALeaseAdmittedIsKnownAndNoEvidence()
    {
        _world.Policy = Under(Watching, Some.Velocity(10_000, Day, 10_000), Some.Novel(200, Day, 200));
        var report = Lending.Report(Lending.One, 1, Wanted).Having(0, Lending.A, 1, From(0, 100));
        _world.State.Sync(Some.Lookup, _world.Policy, report, Lending.A, Lending.Rules, Some.Start);
        _world.Ask(From(0, 100), Some.Start);

        Assert.Equal((1.0, 0, 0), (_world.State.Suspicion.EValue, _world.State.Conviction.Count, _world.Marked.Count));
    }

    private Permits Granted(Instant now) =>
        _world.State.Sync(Some.Lookup, _world.Policy, Lending.Report(Lending.One, ++_number, Wanted), Lending.A, Lending.Rules, now).Granted;
}
