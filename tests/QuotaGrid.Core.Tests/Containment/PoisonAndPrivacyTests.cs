using System.Buffers.Binary;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Tests.Targets;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>What an attacker can make others look like, and what can be read out of what is kept of an identity.</summary>
public sealed class PoisonAndPrivacyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoAsksForAVictimsContactsOnlyExoneratesIt(bool isBefore)
    {
        // Nine of 300 contacts nobody else has, which is honest.
        uint[] book = [.. From(Shared, 291), .. From(0, 9)];
        var (alone, among) = (new WatchedWorld(), new WatchedWorld());
        alone.Ask(book, Some.Start);
        if (!isBefore)
        {
            among.Ask(book, Some.Start);
        }

        var victim = among.State;
        for (var puppet = 0; puppet < 20; puppet++)
        {
            among.State = Some.New();
            among.Ask(book, Some.Start);
            among.Report([], book, Some.Start);
        }

        among.State = victim;
        if (isBefore)
        {
            among.Ask(book, Some.Start);
        }

        Assert.Equal((0, 300), (among.State.Conviction.Count, among.State.Evidence.Novel));
        Assert.True(among.State.Suspicion.EValue <= alone.State.Suspicion.EValue);
        Assert.True(among.State.Suspicion.PeakLogEValue <= alone.State.Suspicion.PeakLogEValue);
    }

    [Fact]
    public void OutcomesThatSomebodyElseWasToldOfAreNotHeldAgainstAVictim()
    {
        var world = new WatchedWorld();
        world.View.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Whole, ShareBound.Of(0.3), ShareBound.Whole));
        world.Ask(From(Shared, 100), Some.Start);

        // Of other targets, and of its own a second time.
        world.Report(From(Shared, 95), From(Shared + 95, 5), Some.Start);
        world.Report([], From(Shared, 100), Some.Start);
        world.Report([], From(Shared + 1_000, 500), Some.Start);

        Assert.Equal(0, world.State.Conviction.Count);
        Assert.True(world.State.Suspicion.LogEValueOf(Signal.Missing) < 0);
    }

    [Fact]
    public void WhatIsStoredOfAnIdentityHasNeitherItsTargetsNorWhereTheyStand()
    {
        var world = new WatchedWorld();
        uint[] numbers = [.. From(Shared, 190), .. From(1, 9)];
        TargetPlace[] places = [.. numbers.Select(PlaceOf)];
        var targets = UniformTargets.Of(numbers);
        var decision = world.State.Decide(Some.Lookup, world.Policy, targets, Admission.Partial, Some.Start, sight: new Sight(world.View, Some.Lookup.Name, places, Neighbours(199, 3)));
        Assert.Equal(199, decision.Novel);
        var bytes = Some.Bytes(world.State);

        Span<byte> word = stackalloc byte[sizeof(ulong)];
        foreach (var value in targets.Select(target => target.Value).Concat(places.Select(place => place.Value)))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, value);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(word));
        }
    }

    [Fact]
    public void AVoteSaysWhatSomebodySawAndNeitherWhoNorOfWhom() =>
        Assert.Equal(
            [("Capability", "Capability"), ("IsPossible", "Boolean"), ("Market", "Market"), ("Missing", "Int32"), ("NewToEveryone", "Int32"), ("Novel", "Int32"), ("Outcomes", "Int32")],
            typeof(HonestVote).GetProperties().Select(property => (property.Name, property.PropertyType.Name)).Order());
}
