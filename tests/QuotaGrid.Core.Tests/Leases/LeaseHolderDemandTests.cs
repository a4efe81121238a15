using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

public sealed class LeaseHolderDemandTests
{
    [Fact]
    public void ARequestNowAndThenIsNotWorthALease()
    {
        var holder = Lending.Holder(Lending.Slow);
        holder.Decided(Some.Start, 1, 2, 3);
        Assert.Equal(default, holder.Say(Some.Start).Wanted);

        holder.Decided(Lending.At(1_000), 4);
        Assert.Equal(default, holder.Say(Lending.At(1_000)).Wanted);
    }

    [Fact]
    public void TwiceWhatWasAskedForLatelyIsWanted()
    {
        var holder = Lending.Holder(Lending.Slow);
        holder.Decided(Some.Start, 1, 2, 3);
        holder.Decided(Some.Start, 1, 2, 4);

        // Two requests of three items. Nothing was answered yet, so nothing is recognised: all six targets were new.
        Assert.Equal(new Permits(12, 4, 12), holder.Say(Some.Start).Wanted);
    }

    [Fact]
    public void NoLeaseIsWantedWhileHalfOfWhatWouldBeWantedIsLeft()
    {
        var holder = Lending.HolderWith(new Permits(40, 40, 40));
        for (var request = 0; request < 10; request++)
        {
            holder.Ask(Some.Start, 1, 2);
        }

        // Ten requests of twenty items, and twenty items are left.
        var second = holder.Say(Some.Start);
        Assert.Equal(default, second.Wanted);
        holder.OnReply(Lending.Answer(second, Lending.A), Some.Start);
        holder.Ask(Some.Start, 1);
        Assert.Equal(new Permits(42, 22, 4), holder.Say(Some.Start).Wanted);
    }

    [Fact]
    public void WhatHasNothingToSayIsNotSaid()
    {
        var holder = Lending.Holder(Lending.Slow);
        Assert.Null(holder.NextReport(Some.Start, Lending.Patience));

        // What is not durable is looked at once a second.
        holder.Decided(Some.Start, 1);
        var first = holder.NextReport(Some.Start, Lending.Patience)!;
        Assert.Equal(Some.Targets(1), Lending.TargetsOf(first));
        holder.OnReply(Lending.Answer(first, Lending.A), Some.Start);
        Assert.Null(holder.NextReport(Lending.At(999.9999), Lending.Patience));
        Assert.Equal(2, holder.NextReport(Lending.At(1_000), Lending.Patience)!.Number);
    }
}
