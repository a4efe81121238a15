using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseHolderTests
{
    private static readonly Permits Ten = new(10, 10, 10);

    [Fact]
    public void NothingIsAdmittedBeforeAReply()
    {
        var holder = Lending.Holder(Lending.Slow);
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1));

        holder.Say(Some.Start);
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1));
    }

    [Fact]
    public void AReplyWithoutPermitsAdmitsNothing() =>
        Assert.Equal(LocalAnswerKind.Ask, Lending.HolderWith(default).Ask(Some.Start, 1));

    [Theory]
    [InlineData(0)]
    [InlineData(900)]
    [InlineData(1_999)]
    public void TheDeadlineCountsFromWhenTheReportWasSent(int answeredAfter)
    {
        var holder = Lending.Holder(Lending.Slow);
        holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A, Ten), Lending.At(answeredAfter));

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(new Instant(Lending.At(2_000).UnixNanos - 1), 1));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Lending.At(2_000), 1));
        Assert.Equal(new Permits(9, 9, 9), holder.Left);
    }

    [Fact]
    public void AReplyThatComesAfterItsLeaseIsOverAdmitsNothing()
    {
        var holder = Lending.Holder(Lending.Slow);
        holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A, Ten), Lending.At(2_000));

        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Lending.At(2_000), 1));
    }

    [Fact]
    public void NothingIsAdmittedAfterTheLastReportNorByAnAnswerToAnEarlierOne()
    {
        var holder = Lending.HolderWith(Ten);
        var second = holder.Say(Lending.At(100));
        holder.LastReport(Lending.At(200));
        Assert.Equal((LocalAnswerKind.Ask, default), (holder.Ask(Lending.At(200), 1), holder.Left));

        holder.OnReply(Lending.Answer(second, Lending.A, Ten), Lending.At(300));
        Assert.Equal((LocalAnswerKind.Ask, default), (holder.Ask(Lending.At(300), 1), holder.Left));
    }

    [Fact]
    public void ARequestCostsItsItemsOneRequestAndItsNewTargets()
    {
        var holder = Lending.HolderWith(Ten);

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1, 2, 3));
        Assert.Equal(new Permits(7, 9, 7), holder.Left);
        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1, 4));
        Assert.Equal(new Permits(5, 8, 6), holder.Left);
        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1, 2));
        Assert.Equal(new Permits(3, 7, 6), holder.Left);
    }

    [Theory]
    [InlineData(2, 9, 9)]
    [InlineData(9, 0, 9)]
    [InlineData(9, 9, 2)]
    public void ABatchThatTheLeaseCannotPayWholeIsAskedAboutAndSpendsNothing(int items, int requests, int novel)
    {
        var granted = new Permits(items, requests, novel);
        var holder = Lending.HolderWith(granted);

        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1, 2, 3));

        Assert.Equal(granted, holder.Left);
        Assert.Empty(holder.Say(Some.Start).Targets);
    }

    [Fact]
    public void UnderAnotherPolicyTheLeaseIsOverAndGoesBack()
    {
        var holder = Lending.HolderWith(Ten);
        holder.Ask(Some.Start, 1, 2, 3);
        holder.Apply(holder.Terms);
        Assert.Equal(new Permits(7, 9, 7), holder.Left);

        holder.Apply(LeaseTerms.Of(Lending.ItemsOnly));

        Assert.Equal((LocalAnswerKind.Ask, default), (holder.Ask(Some.Start, 1), holder.Left));
        var report = holder.Say(Some.Start);
        Assert.Equal([new LeaseReturn(1, new Permits(3, 1, 3))], report.Returned);
        Assert.Equal((0L, new UseCounts(1, 3, 0)), (report.OpenLease, report.Counts));
    }

    [Theory]
    [InlineData(Stage.Shadow)]
    [InlineData(Stage.Enforced)]
    public void OnlyAnEnforcedPolicyIsLentFor(Stage stage)
    {
        var holder = Lending.Holder(Lending.ItemsOnly with { Stage = stage });
        for (var request = 0; request < 10; request++)
        {
            holder.Decided(Some.Start, 1, 2, 3);
        }

        Assert.Equal(stage == Stage.Enforced ? new Permits(60, 20, 0) : default, holder.Say(Some.Start).Wanted);
    }
}
