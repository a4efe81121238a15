using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class CeilingTests
{
    // Two percent of a quota of 1,000 are 20 permits.
    private const int Step = 20;

    [Fact]
    public void AnActivationThatChargedNothingIsCovered()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        Assert.True(grain.IsCovered(Some.Start));

        Assert.Equal([1_000], grain.Left(Some.Start));
        Assert.True(grain.IsCovered(Some.Start));
    }

    [Fact]
    public void WhatIsChargedIsNotCoveredUntilItIsStored()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, 1);
        Assert.False(grain.IsCovered(Some.Start));

        grain.Owner.BeginWrite(Some.Start);
        Assert.False(grain.IsCovered(Some.Start));
        grain.Owner.OnWritten();
        Assert.True(grain.IsCovered(Some.Start));
    }

    [Fact]
    public void ALeaseIsNotCoveredUntilItIsStored()
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        Assert.NotEqual(default, grain.Sync(Lending.Report(Lending.One, 1, new Permits(1, 1, 1)), Some.Start).Granted);
        Assert.False(grain.IsCovered(Some.Start));

        grain.Store(Some.Start);
        Assert.True(grain.IsCovered(Some.Start));
    }

    [Fact]
    public void AStepAheadOfWhatWasChargedIsCoveredAndNoMore()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, Lending.Numbers(1, 100));
        grain.Store(Some.Start);

        for (var more = 1; more < Step; more++)
        {
            grain.Decide(Some.Start, 1);
            Assert.True(grain.IsCovered(Some.Start));
        }

        grain.Decide(Some.Start, 1);
        Assert.False(grain.IsCovered(Some.Start));
        grain.Store(Some.Start);
        Assert.True(grain.IsCovered(Some.Start));
    }

    [Fact]
    public void WhatTheTimeHasPassedNeedsNoCeiling()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, 1);

        Assert.False(grain.IsCovered(Lending.At(86_399.9999)));
        Assert.True(grain.IsCovered(Lending.At(86_400)));
    }

    [Fact]
    public void EveryLimitHasItsCeiling()
    {
        // A step is ten requests and four new targets; of items far more than is asked for here.
        var grain = new Grain(Lending.Slow, Lending.A);
        grain.Store(Some.Start);
        grain.Decide(Some.Start, 1);
        grain.Store(Some.Start);

        grain.Decide(Some.Start, 2, 3, 4);
        Assert.True(grain.IsCovered(Some.Start));
        grain.Decide(Some.Start, 5);
        Assert.False(grain.IsCovered(Some.Start));
    }

    [Fact]
    public void AWriteThatFailedCoversNothing()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, 1);
        grain.Owner.BeginWrite(Some.Start);
        Assert.False(grain.Owner.HasChanged);

        grain.Owner.OnNotWritten();

        Assert.Equal((false, true), (grain.IsCovered(Some.Start), grain.Owner.HasChanged));
    }

    [Fact]
    public void WhatIsChargedDuringAWriteIsNotCoveredByIt()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Decide(Some.Start, 1);
        grain.Owner.BeginWrite(Some.Start);
        grain.Decide(Some.Start, Lending.Numbers(1, Step));
        grain.Owner.OnWritten();

        Assert.Equal((false, true), (grain.IsCovered(Some.Start), grain.Owner.HasChanged));
    }

    [Fact]
    public void WhileALowerCeilingIsWrittenItIsTheOneThatCounts()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        Assert.Equal(100, grain.Sync(Lending.Report(Lending.One, 1, new Permits(100, 1, 1)), Some.Start).Granted.Items);
        grain.Store(Some.Start);

        // All of it comes back: what is written now is 20 permits, and was 120.
        grain.Sync(Lending.Report(Lending.One, 2), Some.Start);
        grain.Owner.BeginWrite(Some.Start);
        grain.Decide(Some.Start, Lending.Numbers(1, Step));
        Assert.False(grain.IsCovered(Some.Start));

        // Nor when nobody knows whether it was stored.
        grain.Owner.OnNotWritten();
        Assert.False(grain.IsCovered(Some.Start));
    }

    [Theory]
    [InlineData(1_000, 59_999, 1_000, true)]
    [InlineData(1_000, 60_000, 1_000, false)]
    [InlineData(10, 1_000, 599, true)]
    [InlineData(10, 1_000, 600, false)]
    public void ALimitThatRefillsWithinAMinuteHasNoCeiling(long quota, int milliseconds, long burst, bool isCovered)
    {
        var policy = Some.Policy(Some.Velocity(quota, TimeSpan.FromMilliseconds(milliseconds), burst));
        var grain = new Grain(policy, Lending.A);
        grain.Decide(Some.Start, Lending.Numbers(1, 100));

        Assert.Equal(isCovered, grain.IsCovered(Some.Start));

        // What is stored of it is what was charged.
        var next = new Grain(policy, Lending.B, grain.Store(Some.Start));
        Assert.Equal(burst - 100 == next.Left(Some.Start)[0], isCovered);
    }
}
