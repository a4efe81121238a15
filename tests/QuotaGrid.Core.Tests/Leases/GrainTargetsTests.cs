using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class GrainTargetsTests
{
    private static readonly Permits Wanted = new(100, 50, 20);

    [Fact]
    public void TargetsThatAHolderAdmittedAreKnownFromThenOn()
    {
        var grain = Lent();
        grain.Sync(Open(2).Having(0, Lending.A, 1, 7, 8, 8), Some.Start);

        Assert.Equal((2, 2L), (grain.State.KnownTargets(Some.Start), grain.State.Evidence.Novel));
        Assert.Equal(1, grain.Decide(Some.Start, 7, 8, 9).Novel);
    }

    [Fact]
    public void WhatWasPaidForAndKnownComesBackOnceHoweverOftenItIsTold()
    {
        var grain = Lent(1, 2, 3, 4, 5);
        Assert.Equal(175, Novel(grain));

        grain.Sync(Open(2).Having(0, Lending.A, 1, 1, 2, 3, 4, 5, 6), Some.Start);
        Assert.Equal(180, Novel(grain));

        // All of it again; a part of it with a new one behind; then a known one at a position that was not told of before.
        grain.Sync(Open(3).Having(0, Lending.A, 1, 1, 2, 3, 4, 5, 6), Some.Start);
        Assert.Equal(180, Novel(grain));
        grain.Sync(Open(4).Having(3, Lending.A, 1, 4, 5, 6, 7), Some.Start);
        Assert.Equal(180, Novel(grain));
        grain.Sync(Open(5).Having(6, Lending.A, 1, 7, 1), Some.Start);
        Assert.Equal(181, Novel(grain));
        Assert.Equal((7, 7L), (grain.State.KnownTargets(Some.Start), grain.State.Evidence.Novel));
    }

    [Fact]
    public void WithTheReturnOfTheLeaseExactlyTheNewTargetsStayPaidFor()
    {
        var grain = Lent(1, 2, 3, 4, 5);
        var report = Lending.Report(Lending.One, 2, default, Lending.A);

        grain.Sync(report.Having(0, Lending.A, 1, 1, 2, 3, 4, 5, 6, 7).Returning(new LeaseReturn(1, new Permits(10, 3, 7))), Some.Start);

        // Five were asked for strictly, and two more from the lease.
        Assert.Equal(193, Novel(grain));
        Assert.Equal([985, 496, 193], grain.Left(Some.Start));
    }

    [Fact]
    public void ATargetThatTwoHoldersPaidForIsPaidForOnce()
    {
        var grain = Lent();
        grain.Sync(Lending.Report(Lending.Two, 1, Wanted), Some.Start);

        grain.Sync(Open(2).Having(0, Lending.A, 1, 1, 2), Some.Start);
        Assert.Equal(160, Novel(grain));
        grain.Sync((Open(2) with { Holder = Lending.Two }).Having(0, Lending.A, 1, 2, 3), Some.Start);
        Assert.Equal(161, Novel(grain));
    }

    [Theory]
    [InlineData(0xB, 1)]
    [InlineData(0xA, 2)]
    [InlineData(0xA, 0)]
    [InlineData(0, 0)]
    public void NothingComesBackOfWhatNoLeaseOfThisActivationPaidFor(ulong epoch, long lease)
    {
        var grain = Lent(1, 2, 3);

        grain.Sync(Open(2).Having(0, new Epoch(epoch), lease, 1, 2, 3), Some.Start);

        Assert.Equal(177, Novel(grain));
    }

    [Fact]
    public void WhatAnotherActivationPaidForIsLearnedByTheNextAndNotGivenBack()
    {
        var next = new Grain(Lending.Slow, Lending.B, Lent(1, 2).Store(Some.Start, isLast: true));

        next.Sync(Open(2).Having(0, Lending.A, 1, 1, 2, 3), Some.Start);

        Assert.Equal((178L, 3), (Novel(next), next.State.KnownTargets(Some.Start)));
    }

    [Fact]
    public void OnlyWhatWasStoredIsDurable()
    {
        var grain = Lent();
        Assert.Equal(0, grain.Sync(Open(2).Having(0, Lending.A, 1, 1, 2), Some.Start).DurablePosition);
        grain.Owner.BeginWrite(Some.Start);
        Assert.Equal(0, grain.Sync(Open(3).Having(2, Lending.A, 1, 3), Some.Start).DurablePosition);

        grain.Owner.OnWritten();
        Assert.Equal(2, grain.Sync(Open(4).Having(3, Lending.A, 1, 4), Some.Start).DurablePosition);

        grain.Owner.BeginWrite(Some.Start);
        grain.Owner.OnNotWritten();
        Assert.Equal(2, grain.Sync(Open(5) with { DurablePosition = 2 }, Some.Start).DurablePosition);
        grain.Store(Some.Start);
        Assert.Equal(4, grain.Sync(Open(6) with { DurablePosition = 2 }, Some.Start).DurablePosition);
    }

    [Fact]
    public void WhatIsMissingBeforeStoredTargetsIsNotSaidToBeDurable()
    {
        var grain = Lent();
        grain.Sync(Open(2).Having(5, Lending.A, 1, 1, 2), Some.Start);
        grain.Store(Some.Start);

        Assert.Equal(3, grain.Sync(Open(3) with { DurablePosition = 3 }, Some.Start).DurablePosition);
        Assert.Equal(7, grain.Sync(Open(4) with { DurablePosition = 5 }, Some.Start).DurablePosition);
    }

    [Fact]
    public void WithoutALimitOfTargetsNoneIsLearned()
    {
        var grain = new Grain(Lending.ItemsOnly, Lending.A);
        grain.Sync(Lending.Report(Lending.One, 1).Having(0, default, 0, 1, 2), Some.Start);

        Assert.Equal(0, grain.State.KnownTargets(Some.Start));
    }

    /// <summary>A grain that lent its first lease, after it admitted targets itself.</summary>
    private static Grain Lent(params uint[] known)
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        if (known.Length > 0)
        {
            grain.Decide(Some.Start, known);
        }

        Assert.Equal(Wanted, grain.Sync(Lending.Report(Lending.One, 1, Wanted), Some.Start).Granted);
        return grain;
    }

    private static SyncReport Open(long number) => Lending.Report(Lending.One, number, default, Lending.A, openLease: 1);

    private static long Novel(Grain grain) => grain.Left(Some.Start)[2];
}
