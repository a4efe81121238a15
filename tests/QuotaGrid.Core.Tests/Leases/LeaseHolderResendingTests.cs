using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseHolderResendingTests
{
    private static readonly Permits Ten = new(10, 10, 10);

    [Fact]
    public void TargetsAreSentOnceToAnActivationThatAnswered()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1, 2);
        var second = holder.Say(Lending.At(10));
        Assert.Equal((0L, Lending.A, 1L), (second.Position, second.Targets[0].Epoch, second.Targets[0].Lease));
        Assert.Equal(Some.Targets(1, 2), Lending.TargetsOf(second));
        holder.Ask(Lending.At(20), 3);
        holder.OnReply(Lending.Answer(second, Lending.A), Lending.At(30));

        var third = holder.Say(Lending.At(40));
        Assert.Equal((2L, 0L), (third.Position, third.DurablePosition));
        Assert.Equal(Some.Targets(3), Lending.TargetsOf(third));
    }

    [Fact]
    public void TargetsOfAReportThatNobodyAnsweredAreSentAgain()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1, 2);
        holder.Say(Lending.At(10));
        holder.Ask(Lending.At(20), 3);

        var again = holder.Say(Lending.At(1_010));
        Assert.Equal(0, again.Position);
        Assert.Equal(Some.Targets(1, 2, 3), Lending.TargetsOf(again));
    }

    [Fact]
    public void AnotherActivationIsToldAgainAllThatIsNotDurable()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1, 2, 3);
        var second = holder.Say(Lending.At(10));
        holder.OnReply(Lending.Answer(second, Lending.A) with { DurablePosition = 1 }, Lending.At(10));
        var third = holder.Say(Lending.At(20));
        Assert.Equal((3L, 1L, 0), (third.Position, third.DurablePosition, third.Targets.Length));

        holder.OnReply(Lending.Answer(third, Lending.B), Lending.At(20));

        var fourth = holder.Say(Lending.At(30));
        Assert.Equal((1L, 1L), (fourth.Position, fourth.DurablePosition));
        Assert.Equal(Some.Targets(2, 3), Lending.TargetsOf(fourth));
        holder.OnReply(Lending.Answer(fourth, Lending.B), Lending.At(30));
        Assert.Empty(holder.Say(Lending.At(40)).Targets);
    }

    [Fact]
    public void AnotherActivationThatAnswersAReportWithAllOfItIsNotToldAgain()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1, 2);
        var second = holder.Say(Lending.At(10));
        holder.Ask(Lending.At(20), 3);
        holder.OnReply(Lending.Answer(second, Lending.B), Lending.At(30));

        var third = holder.Say(Lending.At(40));
        Assert.Equal(2, third.Position);
        Assert.Equal(Some.Targets(3), Lending.TargetsOf(third));
    }

    [Fact]
    public void WhatIsDurableIsNotSentToAnybodyAgain()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1, 2);
        var second = holder.Say(Lending.At(10));
        holder.OnReply(Lending.Answer(second, Lending.A) with { DurablePosition = 2 }, Lending.At(10));
        holder.OnReply(Lending.Answer(holder.Say(Lending.At(20)), Lending.B), Lending.At(20));

        var fourth = holder.Say(Lending.At(30));
        Assert.Equal((2L, 2L, 0), (fourth.Position, fourth.DurablePosition, fourth.Targets.Length));
    }

    [Fact]
    public void AHolderIsSettledWhenNoLeaseIsOutAndAllItToldIsDurable()
    {
        Assert.True(Lending.Holder(Lending.Slow).IsSettled);
        var holder = Lending.HolderWith(Ten);
        Assert.False(holder.IsSettled);
        holder.Ask(Some.Start, 1, 2);
        var last = holder.LastReport(Lending.At(10));

        holder.OnReply(Lending.Answer(last, Lending.A) with { DurableCounts = new UseCounts(1, 2, 0), DurablePosition = 1 }, Lending.At(20));
        Assert.False(holder.IsSettled);
        holder.OnReply(Lending.Answer(holder.Say(Lending.At(30)), Lending.A) with { DurablePosition = 2 }, Lending.At(40));
        Assert.True(holder.IsSettled);
    }

    [Fact]
    public void AHolderWhoseCountsAreNotDurableIsNotSettled()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1, 2);
        var last = holder.LastReport(Lending.At(10));

        holder.OnReply(Lending.Answer(last, Lending.A) with { DurableCounts = new UseCounts(1, 1, 0), DurablePosition = 2 }, Lending.At(20));

        Assert.False(holder.IsSettled);
    }
}
