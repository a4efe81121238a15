using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

/// <summary>Who asks for one new target after the other when no new one is admitted is denied by the gateway, which asks nobody; who asks for known ones is not.</summary>
public sealed class NovelDenialTests
{
    private const long Second = Instant.NanosPerSecond;

    [Fact]
    public void AnExhaustedNovelLimitTellsWhatIsKnownAndNoNewTargetIsAskedAboutUntilItHasAPermit()
    {
        var (grain, holder) = (new Grain(Lending.Slow, Lending.A), Lending.Holder(Lending.Slow));
        var known = Spend(grain, Some.Start);

        var reply = Sync(grain, holder, Some.Start);

        Assert.Equal(("novel", 432 * Second), (reply.Novel!.Limit, reply.Novel.Nanos));
        Assert.Equal(known.Select(target => target.Token).Order(), reply.Novel.Known);
        Assert.Equal(new LocalAnswer(LocalAnswerKind.Denied, 432 * Second, "novel"), holder.TryDecide(Some.Targets(999), Some.Start));
        Assert.Equal(LocalAnswerKind.Denied, holder.Ask(Some.Start, 998, 999));
        Assert.Equal(LocalAnswerKind.Denied, holder.Ask(new Instant(Lending.At(432_000).UnixNanos - 1), 999));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Lending.At(432_000), 999));
    }

    [Fact]
    public void WhatTheIdentityKnowsIsAskedAboutAndAdmitted()
    {
        var (grain, holder) = (new Grain(Lending.Slow, Lending.A), Lending.Holder(Lending.Slow));
        Spend(grain, Some.Start);
        Sync(grain, holder, Some.Start);

        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1));

        // Of a batch with one that is known the grain says which.
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 1, 999));
        var decision = grain.Decide(Some.Start, 1, 999);
        Assert.Equal([0], Some.Items(decision.Allowed));
    }

    [Fact]
    public void WhatIsKnownIsSentOnceAndAgainByAnotherActivation()
    {
        var (grain, holder) = (new Grain(Lending.Slow, Lending.A), Lending.Holder(Lending.Slow));
        var known = Spend(grain, Some.Start);
        Sync(grain, holder, Some.Start);

        var again = Sync(grain, holder, Lending.At(1_000));
        Assert.True(again.Novel!.Known.IsDefault);
        Assert.Equal(new LocalAnswer(LocalAnswerKind.Denied, 431 * Second, "novel"), holder.TryDecide(Some.Targets(999), Lending.At(1_000)));

        var next = new Grain(Lending.Slow, Lending.B, grain.Store(Lending.At(1_000), isLast: true));
        Assert.Equal(known.Length, Sync(next, holder, Lending.At(2_000)).Novel!.Known.Length);
        Assert.Equal(LocalAnswerKind.Denied, holder.Ask(Lending.At(2_000), 999));
    }

    [Fact]
    public void WhileAnybodyHoldsPermitsForNewTargetsNothingIsSaidOfThem()
    {
        var grain = new Grain(Lending.Slow, Lending.A);
        grain.Sync(Lending.Report(Lending.Two, 1, new Permits(10, 10, 50)), Some.Start);
        var holder = Lending.Holder(Lending.Slow);
        Spend(grain, Some.Start);

        Assert.Null(Sync(grain, holder, Some.Start).Novel);
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 999));

        // Two seconds of the lease, one for its return, and a minute in which it may come yet.
        Assert.Null(Sync(grain, holder, Lending.At(62_999)).Novel);
        Assert.NotNull(Sync(grain, holder, Lending.At(63_000)).Novel);
    }

    [Fact]
    public void WhatBecameKnownThroughOthersSinceIsNotDenied()
    {
        var (grain, holder) = (new Grain(Lending.Slow, Lending.A), Lending.Holder(Lending.Slow));
        Spend(grain, Some.Start);
        Sync(grain, holder, Some.Start);

        // A permit comes, and another gateway brings a new target, so that nothing is left again.
        Assert.Equal(1, grain.Decide(Lending.At(432_000), 999).Novel);
        Assert.Contains(Some.Targets(999)[0].Token, Sync(grain, holder, Lending.At(432_100)).Novel!.Known);
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Lending.At(432_100), 999));
        Assert.Equal(LocalAnswerKind.Denied, holder.Ask(Lending.At(432_100), 998));
    }

    [Fact]
    public void AnAnswerThatSaysNothingOfItEndsItAndSoDoesAnotherPolicy()
    {
        var (grain, holder) = (new Grain(Lending.Slow, Lending.A), Lending.Holder(Lending.Slow));
        Spend(grain, Some.Start);
        Sync(grain, holder, Some.Start);
        holder.OnReply(Lending.Answer(holder.Say(Some.Start), Lending.A), Some.Start);
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 999));

        Sync(grain, holder, Some.Start);
        holder.Apply(LeaseTerms.Of(Lending.ItemsOnly));
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Some.Start, 999));
    }

    [Fact]
    public void WhatIsDeniedHereCountsAsEvidenceOnceAndIsNotLearned()
    {
        var (grain, holder) = (new Grain(Lending.Slow, Lending.A), Lending.Holder(Lending.Slow));
        Spend(grain, Some.Start);
        Sync(grain, holder, Some.Start);
        var before = grain.State.Evidence;

        for (uint i = 0; i < 20; i++)
        {
            holder.Ask(Some.Start, 1_000 + i);
        }

        Sync(grain, holder, Lending.At(1_000));
        Sync(grain, holder, Lending.At(2_000));
        Assert.Equal((before.Asked + 20, before.Denied + 20), (grain.State.Evidence.Asked, grain.State.Evidence.Denied));
        Assert.Equal(200, grain.State.KnownTargets(Lending.At(2_000)));
    }

    [Fact]
    public void InTheShadowStageNothingIsDenied()
    {
        var shadow = Lending.Slow with { Stage = Core.Policies.Stage.Shadow };
        var (grain, holder) = (new Grain(shadow, Lending.A), Lending.Holder(shadow));
        Spend(grain, Some.Start);

        Assert.Null(Sync(grain, holder, Some.Start).Novel);
    }

    /// <summary>Asks for more new targets than are left.</summary>
    /// <returns>Those that were admitted.</returns>
    private static Fingerprint[] Spend(Grain grain, Instant now)
    {
        var decision = grain.Decide(now, Lending.Numbers(1, 300));
        var allowed = decision.ShadowDenied?.Complement() ?? decision.Allowed;
        return [.. Some.Items(allowed).Select(item => Some.TargetsFrom(1, 300)[item])];
    }

    private static SyncReply Sync(Grain grain, LeaseHolder holder, Instant now)
    {
        var reply = grain.Sync(holder.Say(now), now);
        holder.OnReply(reply, now);
        return reply;
    }
}
