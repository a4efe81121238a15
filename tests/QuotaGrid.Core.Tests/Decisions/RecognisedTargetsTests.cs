using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Tests.Leases;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>Known targets cost nothing also when they come with the fingerprints of another secret, and new ones cost what they always did.</summary>
public sealed class RecognisedTargetsTests
{
    private const uint Alias = 1_000_000;

    [Fact]
    public void WhoHasNothingLeftIsAdmittedToWhatItKnowsByTheOtherSecretAndToNothingElse()
    {
        var state = Some.New();
        var policy = Some.Policy(Some.Novel(10, Lending.Day, 10), Some.Distinct(10, Lending.Day));
        Assert.Equal(Outcome.Allowed, Decide(state, policy, [.. Lending.Numbers(0, 10).Select(number => number + Alias)]).Outcome);

        var targets = Lending.Numbers(0, 12);
        Assert.Equal(10, state.Recognise(Some.Lookup, policy, Some.Targets([.. targets.Select(number => number + Alias)]), Some.Targets(targets), Some.Start));
        var decision = Decide(state, policy, targets);

        Assert.Equal(Lending.Numbers(0, 10).Select(number => (int)number), Some.Items(decision.Allowed));
        Assert.Equal(0, decision.Novel);
        Assert.Equal(10, state.KnownTargets(Some.Start));
    }

    [Fact]
    public void ItIsStillKnownAfterTheStateWasStored()
    {
        var state = Some.New();
        var policy = Some.Policy(Some.Novel(10, Lending.Day, 10));
        Decide(state, policy, [Alias + 1, Alias + 2]);
        state.Recognise(Some.Lookup, policy, Some.Targets(Alias + 1, Alias + 2), Some.Targets(1, 2), Some.Start);

        Assert.Equal(0, Decide(Some.Copy(state), policy, [1, 2]).Novel);
    }

    [Fact]
    public void WhatAGatewayTellsAgainAfterItWasRenamedIsNotLearnedAnew()
    {
        var (grain, holder) = (new Grain(Lending.Slow, Lending.A), new LeaseHolder(Lending.One, LeaseTerms.Of(Lending.Slow)) { AsksAboutNew = true });
        grain.Decide(Some.Start, 1, 2);
        holder.OnDecided(Some.Targets(1, 2), ItemSet.All(2), Some.Start, Some.Targets(Alias + 1, Alias + 2));

        // A gateway of the other order comes in between.
        grain.State.Recognise(Some.Lookup, Lending.Slow, Some.Targets(1), Some.Targets(Alias + 1), Some.Start);
        grain.Sync(holder.Say(Some.Start), Some.Start);

        Assert.Equal((2, 2L), (grain.State.KnownTargets(Some.Start), grain.State.Evidence.Novel));
        Assert.Equal(0, grain.Decide(Some.Start, Alias + 1, 2).Novel);
    }

    [Fact]
    public void AGatewayThatDeniesByWhatIsKnownIsToldAnewWhatThatIs()
    {
        var (grain, holder) = (new Grain(Lending.Slow, Lending.A), Lending.Holder(Lending.Slow));
        grain.Decide(Some.Start, [.. Lending.Numbers(0, 200).Select(number => number + Alias)]);
        holder.OnReply(grain.Sync(holder.Say(Some.Start), Some.Start), Some.Start);
        Assert.Equal(LocalAnswerKind.Denied, holder.Ask(Some.Start, 5));

        grain.State.Recognise(Some.Lookup, Lending.Slow, Some.Targets(Alias + 5), Some.Targets(5), Some.Start);
        var reply = grain.Sync(holder.Say(Lending.At(1_000)), Lending.At(1_000));
        holder.OnReply(reply, Lending.At(1_000));

        Assert.Contains(Some.Targets(5)[0].Token, reply.Novel!.Known);
        Assert.Equal(LocalAnswerKind.Ask, holder.Ask(Lending.At(1_000), 5));
    }

    private static Decision Decide(CapabilityState state, Core.Policies.Policy policy, uint[] numbers) =>
        state.Decide(Some.Lookup, policy, Some.Targets(numbers), Admission.Partial, Some.Start);
}
