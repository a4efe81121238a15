using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseHolderReportTests
{
    private static readonly Permits Ten = new(10, 10, 10);

    [Fact]
    public void OneAnswerIsWaitedForAtATimeUntilPatienceEnds()
    {
        var holder = Lending.Holder(Lending.Slow);
        Assert.Equal(1, holder.Say(Some.Start).Number);

        Assert.Null(holder.NextReport(Lending.At(999.9999), Lending.Patience, always: true));
        Assert.Equal(2, holder.Say(Lending.At(1_000)).Number);
    }

    [Fact]
    public void OnlyTheAnswerToTheLatestReportIsTakenUp()
    {
        var holder = Lending.Holder(Lending.Slow);
        var first = holder.Say(Some.Start);
        var second = holder.Say(Lending.At(1_000));

        holder.OnReply(Lending.Answer(first, Lending.A, Ten), Lending.At(1_001));
        Assert.Equal(default, holder.Left);
        holder.OnReply(Lending.Answer(second, Lending.A, Ten), Lending.At(1_002));
        Assert.Equal(Ten, holder.Left);
    }

    [Fact]
    public void AnAnswerToAReportThatWasGivenUpIsIgnoredAlsoWhenNoneFollowed()
    {
        var holder = Lending.Holder(Lending.Slow);
        var first = holder.Say(Some.Start);
        Assert.Null(holder.NextReport(Lending.At(1_000), Lending.Patience));

        holder.OnReply(Lending.Answer(first, Lending.A, Ten), Lending.At(1_001));

        Assert.Equal(default, holder.Left);
        Assert.Equal((default, 0L), (holder.Say(Lending.At(1_002)).Epoch, holder.Say(Lending.At(2_002)).OpenLease));
    }

    [Fact]
    public void AnAnswerThatComesTwiceGivesItsPermitsOnce()
    {
        var holder = Lending.Holder(Lending.Slow);
        var reply = Lending.Answer(holder.Say(Some.Start), Lending.A, Ten);
        holder.OnReply(reply, Some.Start);
        holder.Ask(Some.Start, 1, 2, 3);

        holder.OnReply(reply, Lending.At(1));
        Assert.Equal(new Permits(7, 9, 7), holder.Left);
        holder.Say(Lending.At(2));
        holder.OnReply(reply, Lending.At(3));
        Assert.Equal(new Permits(7, 9, 7), holder.Left);
    }

    [Fact]
    public void ALeaseThatIsReplacedGoesBackWithExactlyWhatWasSpent()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1, 2, 3);
        var second = holder.Say(Lending.At(10));
        Assert.Equal((1L, Lending.A, 1L, 0), (second.OpenLease, second.Epoch, second.EpochSince, second.Returned.Length));
        holder.Ask(Lending.At(20), 1);

        holder.OnReply(Lending.Answer(second, Lending.A, new Permits(5, 5, 5)), Lending.At(30));

        Assert.Equal(new Permits(5, 5, 5), holder.Left);
        var third = holder.Say(Lending.At(40));
        Assert.Equal([new LeaseReturn(1, new Permits(4, 2, 3))], third.Returned);
        Assert.Equal((2L, new UseCounts(2, 4, 0)), (third.OpenLease, third.Counts));
    }

    [Fact]
    public void ALeaseGoesBackAtItsDeadlineAndNotBefore()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1);

        var before = holder.Say(Lending.At(1_999.9999));
        Assert.Equal((1L, 0), (before.OpenLease, before.Returned.Length));
        var after = holder.Say(Lending.At(3_000));
        Assert.Equal([new LeaseReturn(1, new Permits(1, 1, 1))], after.Returned);
        Assert.Equal(0, after.OpenLease);
    }

    [Fact]
    public void TheLastReportReturnsWhatIsLeft()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1);

        var last = holder.LastReport(Lending.At(10));

        Assert.Equal((true, 2L, 0L, default), (last.IsLast, last.Number, last.OpenLease, last.Wanted));
        Assert.Equal([new LeaseReturn(1, new Permits(1, 1, 1))], last.Returned);
        Assert.False(holder.IsSettled);
    }

    [Fact]
    public void AReturnIsRepeatedUntilTheActivationThatChargedItAnswers()
    {
        var holder = Lending.HolderWith(Ten);
        LeaseReturn[] returned = [new LeaseReturn(1, default)];

        Assert.Equal(returned, holder.Say(Lending.At(2_000)).Returned);
        var repeated = holder.Say(Lending.At(3_000));
        Assert.Equal(returned, repeated.Returned);
        holder.OnReply(Lending.Answer(repeated, Lending.A), Lending.At(3_001));
        Assert.Empty(holder.Say(Lending.At(3_002)).Returned);
    }

    [Fact]
    public void AReturnIsDroppedWhenAnotherActivationAnswers()
    {
        var holder = Lending.HolderWith(Ten);
        var second = holder.Say(Lending.At(2_000));
        Assert.Single(second.Returned);

        holder.OnReply(Lending.Answer(second, Lending.B), Lending.At(2_001));

        var third = holder.Say(Lending.At(2_002));
        Assert.Empty(third.Returned);
        Assert.Equal((Lending.B, 2L), (third.Epoch, third.EpochSince));
    }

    [Fact]
    public void ALeaseThatEndedAfterAReportWasSentIsNotDroppedWithThoseThatItNamed()
    {
        var holder = Lending.HolderWith(Ten);
        var second = holder.Say(Lending.At(100));
        Assert.Empty(second.Returned);
        holder.Apply(LeaseTerms.Of(Lending.ItemsOnly));

        holder.OnReply(Lending.Answer(second, Lending.A), Lending.At(200));

        Assert.Equal([new LeaseReturn(1, default)], holder.Say(Lending.At(300)).Returned);
    }

    [Fact]
    public void ALeaseOfAnEarlierActivationIsSpentToItsDeadlineAndThenNobodyIsToldToGiveBack()
    {
        var holder = Lending.HolderWith(Ten);
        holder.OnReply(Lending.Answer(holder.Say(Lending.At(100)), Lending.B), Lending.At(100));

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Lending.At(200), 1, 2));
        var open = holder.Say(Lending.At(300));
        Assert.Equal((Lending.B, 0L, new UseCounts(1, 2, 0)), (open.Epoch, open.OpenLease, open.Counts));

        var over = holder.Say(Lending.At(2_000));
        Assert.Empty(over.Returned);
        Assert.Equal(new UseCounts(1, 2, 0), over.Counts);
        Assert.Equal([(Lending.A, 1L)], over.Targets.Select(run => (run.Epoch, run.Lease)));
    }
}
