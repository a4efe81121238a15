using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseHolderDenialTests
{
    private const long Second = Instant.NanosPerSecond;

    [Fact]
    public void WhatTheGrainSaysHasNoPermitIsDeniedUntilThenAndAskedAboutAfterwards()
    {
        var holder = Denying(Lending.At(1_000));

        Assert.Equal(new LocalAnswer(LocalAnswerKind.Denied, 5 * Second, "items"), holder.TryDecide(Some.Targets(1), Lending.At(1_000)));

        // Until five seconds after the report was sent that is certain; who was told to wait waits five seconds from the answer on.
        Assert.Equal(
            new LocalAnswer(LocalAnswerKind.Denied, Second + 1, "items"), holder.TryDecide(Some.Targets(1), new Instant(Lending.At(5_000).UnixNanos - 1)));
        Assert.Equal(LocalAnswer.Ask, holder.TryDecide(Some.Targets(1), Lending.At(5_000)));
    }

    [Fact]
    public void AReplyThatDeniesNothingEndsADenial()
    {
        var holder = Denying(Some.Start);
        holder.OnReply(Lending.Answer(holder.Say(Lending.At(100)), Lending.A), Lending.At(100));

        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Lending.At(100), 1));
    }

    [Fact]
    public void AnotherPolicyEndsADenial()
    {
        var holder = Denying(Some.Start);
        holder.Apply(LeaseTerms.Of(Lending.ItemsOnly));

        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Lending.At(100), 1));
    }

    [Fact]
    public void ADenialThatComesLateIsNotTakenUp()
    {
        var holder = Lending.Holder(Lending.Slow);
        var first = holder.Say(Some.Start);
        holder.Say(Lending.At(1_000));

        holder.OnReply(Lending.Answer(first, Lending.A) with { DenyNanos = 5 * Second, DenyLimit = "items" }, Lending.At(1_000));

        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Lending.At(1_000), 1));
    }

    [Fact]
    public void WhatIsPaidForIsAdmittedAlthoughNothingElseIsLeft()
    {
        var holder = Lending.Holder(Lending.Slow);
        var reply = Lending.Answer(holder.Say(Some.Start), Lending.A, new Permits(2, 2, 2));
        holder.OnReply(reply with { DenyNanos = 5 * Second, DenyLimit = "items" }, Some.Start);
        holder.Ask(Some.Start, 1);

        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1));
        Assert.Equal(LocalAnswerKind.Denied, holder.Ask(Some.Start, 1));
    }

    [Fact]
    public void ADeniedTargetIsNotLearned()
    {
        var holder = Denying(Some.Start);
        Assert.Equal(LocalAnswerKind.Denied, holder.Ask(Some.Start, 1));
        Assert.Equal(LocalAnswerKind.Denied, holder.Ask(Lending.At(1), 1));

        var report = holder.Say(Lending.At(10));
        Assert.Empty(report.Targets);
        holder.OnReply(Lending.Answer(report, Lending.A, new Permits(9, 9, 9)), Lending.At(10));
        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Lending.At(11), 1));
        Assert.Equal(new Permits(8, 8, 8), holder.Left);
    }

    [Fact]
    public void WhatIsDeniedHereIsReportedUntilItIsDurable()
    {
        var holder = Denying(Some.Start);
        holder.Ask(Some.Start, 1, 2, 3);
        holder.Ask(Some.Start, 4);

        var report = holder.Say(Lending.At(10));
        Assert.Equal(new UseCounts(2, 4, 4), report.Counts);
        Assert.False(holder.IsSettled);

        holder.OnReply(Lending.Answer(report, Lending.A) with { DurableCounts = new UseCounts(2, 4, 4) }, Lending.At(10));
        Assert.True(holder.IsSettled);
        Assert.Equal(new UseCounts(2, 4, 4), holder.Say(Lending.At(20)).DurableCounts);
    }

    [Fact]
    public void NothingIsWantedWhileNothingIsToBeHad()
    {
        var holder = Denying(Some.Start);
        for (var request = 0; request < 120; request++)
        {
            holder.Decided(Lending.At(4_500), 1);
        }

        Assert.Equal(default, holder.Say(Lending.At(4_900)).Wanted);
        Assert.NotEqual(default, holder.Say(Lending.At(5_900)).Wanted);
    }

    /// <summary>A holder that was told five seconds of denial in answer to a report that it sent at the start.</summary>
    private static LeaseHolder Denying(Instant answeredAt)
    {
        var holder = Lending.Holder(Lending.Slow);
        holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A) with { DenyNanos = 5 * Second, DenyLimit = "items" }, answeredAt);
        return holder;
    }
}
