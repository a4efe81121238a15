using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class GrainCountsTests
{
    [Fact]
    public void CountsCountOnceHoweverOftenTheyAreTold()
    {
        var grain = New();
        grain.Sync(Telling(1, 5, 12, 3), Lending.At(1));
        grain.Sync(Telling(2, 5, 12, 3), Lending.At(2));
        Assert.Equal((5L, 12L, 3L), Counts(grain));
        Assert.Equal((Lending.At(1), Lending.At(1)), (grain.State.Evidence.FirstSeen, grain.State.Evidence.LastSeen));

        grain.Sync(Telling(3, 6, 14, 3), Lending.At(3));
        Assert.Equal((6L, 14L, 3L), Counts(grain));
        Assert.Equal((Lending.At(1), Lending.At(3)), (grain.State.Evidence.FirstSeen, grain.State.Evidence.LastSeen));
    }

    [Fact]
    public void ALateReportNeitherCountsNorTakesBackWhatWasCounted()
    {
        var grain = New();
        grain.Sync(Telling(2, 5, 12, 3), Some.Start);
        grain.Sync(Telling(1, 9, 90, 9), Some.Start);
        Assert.Equal((5L, 12L, 3L), Counts(grain));
        grain.Sync(Telling(3, 4, 11, 2), Some.Start);
        Assert.Equal((5L, 12L, 3L), Counts(grain));
    }

    [Fact]
    public void TheCountsOfTwoHoldersAdd()
    {
        var grain = New();
        grain.Sync(Telling(1, 5, 12, 3), Some.Start);
        grain.Sync(Telling(1, 5, 12, 3) with { Holder = Lending.Two }, Some.Start);

        Assert.Equal((10L, 24L, 6L), Counts(grain));
    }

    [Fact]
    public void WhatWasStoredIsNotCountedAgainByTheNextActivation()
    {
        var grain = New();
        grain.Sync(Telling(1, 5, 12, 3), Some.Start);
        var next = New(grain.Store(Some.Start));

        next.Sync(Telling(2, 7, 15, 3), Some.Start);
        Assert.Equal((7L, 15L, 3L), Counts(next));

        // Also by the one after it, which the holder did not speak to in between.
        var third = New(New(next.Store(Some.Start)).Store(Some.Start));
        third.Sync(Telling(3, 7, 15, 3), Some.Start);
        Assert.Equal((7L, 15L, 3L), Counts(third));
    }

    [Fact]
    public void WhatWasNotStoredIsCountedByTheNextActivation()
    {
        var grain = New();
        grain.Sync(Telling(1, 5, 12, 3), Some.Start);
        var stored = grain.Store(Some.Start);
        grain.Sync(Telling(2, 9, 20, 4), Some.Start);
        var next = New(stored);
        Assert.Equal((5L, 12L, 3L), Counts(next));

        next.Sync(Telling(3, 9, 20, 4), Some.Start);
        Assert.Equal((9L, 20L, 4L), Counts(next));
    }

    [Fact]
    public void WhatAHolderKnowsToBeDurableIsCountedByNobodyAgain()
    {
        var (counts, grain) = (new UseCounts(5, 12, 3), New());
        grain.Sync(Telling(1, 5, 12, 3), Some.Start);
        grain.Store(Some.Start);
        Assert.Equal(counts, grain.Sync(Telling(2, 5, 12, 3), Some.Start).DurableCounts);
        grain.Sync(Telling(3, 5, 12, 3) with { DurableCounts = counts }, Some.Start);

        // So its counts need not be stored by themselves any more.
        var next = New(grain.Store(Some.Start));
        next.Sync(Telling(4, 6, 13, 3) with { DurableCounts = counts }, Some.Start);
        Assert.Equal((6L, 13L, 3L), Counts(next));
    }

    [Fact]
    public void CountsAreDurableWhenTheyWereStoredAndNotBefore()
    {
        var grain = New();
        Assert.Equal(default, grain.Sync(Telling(1, 5, 12, 3), Some.Start).DurableCounts);
        grain.Owner.BeginWrite(Some.Start);
        Assert.Equal(default, grain.Sync(Telling(2, 6, 13, 3), Some.Start).DurableCounts);
        grain.Owner.OnWritten();
        Assert.Equal(new UseCounts(5, 12, 3), grain.Sync(Telling(3, 6, 13, 3), Some.Start).DurableCounts);
    }

    [Fact]
    public void OfHoldersThatMayNotKnowThoseHeardLastAreStored()
    {
        var grain = New();
        for (var holder = 0; holder <= LeaseBounds.MaxStoredCounts; holder++)
        {
            grain.Sync(Telling(1, 1, 2, 0) with { Holder = new HolderId((ulong)holder) }, Lending.At(holder));
        }

        var next = New(grain.Store(Lending.At(99)));
        for (var holder = LeaseBounds.MaxStoredCounts; holder > 0; holder--)
        {
            next.Sync(Telling(2, 1, 2, 0) with { Holder = new HolderId((ulong)holder) }, Lending.At(100));
        }

        Assert.Equal((17L, 34L, 0L), Counts(next));
        next.Sync(Telling(2, 1, 2, 0) with { Holder = new HolderId(0) }, Lending.At(100));
        Assert.Equal((18L, 36L, 0L), Counts(next));
    }

    private static Grain New(byte[]? stored = null) => new(Lending.Slow, stored is null ? Lending.A : new Epoch((ulong)stored.Length), stored);

    private static SyncReport Telling(long number, long requests, long asked, long denied) =>
        Lending.Report(Lending.One, number) with { Counts = new UseCounts(requests, asked, denied) };

    private static (long Requests, long Asked, long Denied) Counts(Grain grain) =>
        (grain.State.Evidence.Requests, grain.State.Evidence.Asked, grain.State.Evidence.Denied);
}
