using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

/// <summary>A holder that does not know by which fingerprint an identity knows a target decides nothing about what it did not see lately.</summary>
public sealed class LeaseHolderAskingTests
{
    [Fact]
    public void NoLeasePaysForANewTargetAndWhatTheGrainAdmittedIsAdmitted()
    {
        var holder = new LeaseHolder(Lending.One, LeaseTerms.Of(Lending.Slow)) { AsksAboutNew = true };
        holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A, new Permits(10, 10, 10)), Some.Start);

        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1));
        Assert.Equal(new Permits(10, 10, 10), holder.Left);

        holder.Decided(Some.Start, 1);
        Assert.Equal(LocalAnswerKind.Admitted, holder.Ask(Some.Start, 1));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1, 2));
    }

    [Fact]
    public void NothingIsDeniedBecauseItLooksNew()
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        var holder = new LeaseHolder(Lending.One, LeaseTerms.Of(Lending.Slow)) { AsksAboutNew = true };
        grain.Decide(Some.Start, Lending.Numbers(0, 200));
        var reply = grain.Sync(holder.Say(Some.Start), Some.Start);
        holder.OnReply(reply, Some.Start);

        Assert.NotNull(reply.Novel);
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 999));
    }
}
