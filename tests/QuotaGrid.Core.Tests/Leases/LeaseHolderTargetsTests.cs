using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseHolderTargetsTests
{
    private static readonly Permits Ten = new(10, 10, 10);

    [Fact]
    public void ADuplicateInABatchPaysForANewTargetOnce()
    {
        var holder = Lending.HolderWith(Ten);

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1, 1, 2, 1));

        Assert.Equal(new Permits(6, 9, 8), holder.Left);
        Assert.Equal(Some.Targets(1, 2), Lending.TargetsOf(holder.Say(Some.Start)));
    }

    [Fact]
    public void ATargetThatTheLeaseCouldNotPayForStillHasToBePaidFor()
    {
        var holder = Lending.HolderWith(new Permits(1, 9, 9));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1, 2));

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 2));
        Assert.Equal(new Permits(0, 8, 8), holder.Left);
    }

    [Fact]
    public void WhatTheGrainAdmittedCostsNoPermitForNewTargets()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Decided(Some.Start, 1, 2);

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1, 2));
        Assert.Equal(new Permits(8, 9, 10), holder.Left);
    }

    [Fact]
    public void WhatTheGrainDeniedIsNotLearned()
    {
        var holder = Lending.HolderWith(Ten);
        holder.OnDecided(Some.Targets(1, 2), ItemSet.None(2), Some.Start);

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1));
        Assert.Equal(new Permits(9, 9, 9), holder.Left);
        Assert.Equal(Some.Targets(1), Lending.TargetsOf(holder.Say(Some.Start)));
    }

    [Fact]
    public void RecognisingATargetEndsWithTheBucketAsCountedFromSending()
    {
        var holder = Lending.Holder(Lending.Slow);
        holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A, Ten) with { KnownNanos = 600_000_000 }, Lending.At(300));
        holder.Ask(Lending.At(300), 1);

        holder.Ask(new Instant(Lending.At(600).UnixNanos - 1), 1);
        Assert.Equal(new Permits(8, 8, 9), holder.Left);
        holder.Ask(Lending.At(600), 1);
        Assert.Equal(new Permits(7, 7, 8), holder.Left);
    }

    [Fact]
    public void ALaterReplyEndsTheBucketSoonerButNotLater()
    {
        foreach (var (known, novel) in new[] { (300_000_000L, 8), (900_000_000L, 9) })
        {
            var holder = Lending.Holder(Lending.Slow);
            holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A, Ten) with { KnownNanos = 600_000_000 }, Some.Start);
            holder.Ask(Some.Start, 1);
            holder.OnReply(Lending.Answer(holder.Say(Lending.At(100)), Lending.A) with { KnownNanos = known }, Lending.At(100));

            holder.Ask(Lending.At(400), 1);
            Assert.Equal(novel, holder.Left.Novel);
            holder.Ask(Lending.At(600), 1);
            Assert.Equal(8 - (known == 300_000_000 ? 1 : 0), holder.Left.Novel);
        }
    }

    [Fact]
    public void TheNextBucketBeginsWithNothingRecognised()
    {
        var holder = Lending.Holder(Lending.Slow);
        holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A, Ten) with { KnownNanos = 600_000_000 }, Some.Start);
        holder.Ask(Some.Start, 1);
        holder.OnReply(Lending.Answer(holder.Say(Lending.At(700)), Lending.A), Lending.At(700));

        holder.Ask(Lending.At(800), 1);
        Assert.Equal(8, holder.Left.Novel);
        holder.Ask(Lending.At(801), 1);
        Assert.Equal(8, holder.Left.Novel);
    }

    [Fact]
    public void AsManyTargetsAreKeptAsTheBoundAndThenTheGrainIsAsked()
    {
        var holder = Lending.HolderWith(new Permits(9_000, 9_000, 9_000));
        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, Lending.Numbers(1, 1_000)));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, Lending.Numbers(1_001, 25)));
        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, Lending.Numbers(1_001, 24)));
        var left = holder.Left;

        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 2_000));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1, 2_000));
        Assert.Equal(left, holder.Left);
        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1, 1_024));

        var report = holder.Say(Some.Start);
        Assert.Equal(LeaseBounds.MaxLoggedTargets, Lending.TargetsOf(report).Length);
        holder.OnReply(Lending.Answer(report, Lending.A) with { DurablePosition = 1 }, Some.Start);
        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 2_000));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 2_001));
    }

    [Fact]
    public void TargetsThatTheGrainAdmittedAndThatFindNoRoomAreCounted()
    {
        var holder = Lending.Holder(Lending.Slow);

        Assert.Equal(0, holder.Decided(Some.Start, Lending.Numbers(1, 1_000)));
        Assert.Equal(6, holder.Decided(Some.Start, Lending.Numbers(1_001, 30)));
        Assert.Equal(2, holder.Decided(Some.Start, 2_000, 2_001));
        Assert.Equal(LeaseBounds.MaxLoggedTargets, Lending.TargetsOf(holder.Say(Some.Start)).Length);
    }

    [Fact]
    public void WithoutALimitOfTargetsNoneIsKeptAndNoPermitForOneIsSpent()
    {
        var holder = Lending.HolderWith(new Permits(2_000, Permits.Most, Permits.Most), Lending.ItemsOnly);

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, Lending.Numbers(1, 1_100)));
        Assert.Equal(new Permits(900, Permits.Most - 1, Permits.Most), holder.Left);
        Assert.Equal(0, holder.Decided(Some.Start, Lending.Numbers(1, 1_100)));
        Assert.Empty(holder.Say(Some.Start).Targets);
    }

    [Fact]
    public void WhereAWindowIsCountedOnlyWhatIsRecognisedIsAdmitted()
    {
        var policy = Some.Policy(Some.Velocity(1_000, Lending.Day, 1_000), Some.Distinct(100, Lending.Day));
        var holder = Lending.HolderWith(Ten, policy);
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1));

        holder.Decided(Some.Start, 1);

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1, 2));
        Assert.Equal(new Permits(9, 9, 10), holder.Left);
    }
}
