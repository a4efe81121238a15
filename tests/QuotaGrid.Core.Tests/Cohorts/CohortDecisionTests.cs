using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;
using static QuotaGrid.Core.Tests.Containment.WatchedWorld;

namespace QuotaGrid.Core.Tests.Cohorts;

/// <summary>What the cohorts of an identity have to do with what is decided about it.</summary>
public sealed class CohortDecisionTests
{
    private const long Target = FirstSyncCredit.UnitsPerTarget;

    // After so many targets that are new to everyone it is plain that an identity takes more than its part.
    private const int Own = FirstSyncCredit.OwnPart + 1;
    private static readonly Instant Now = Some.Start;

    [Fact]
    public void AnIdentityIsCountedOnceAWeekInTheFirstCohortOfAKindThatItComesWith()
    {
        var world = new CohortWorld();
        for (var identity = 0; identity < 4; identity++)
        {
            foreach (var client in (string[])["tool", "tool", "phone", "tool"])
            {
                world.Ask(identity, [Shared], Now, client);
                world.Store(identity);
            }
        }

        world.Exchange(Now);
        Assert.Equal((4, 4, 0), (world.TotalsOf(CohortWorld.Everybody).Members, world.TotalsOf(CohortWorld.Client("tool")).Members, world.TotalsOf(CohortWorld.Client("phone")).Members));

        // A week later, the identities' first client is another one.
        var later = Now + TimeSpan.FromDays(7);
        for (var identity = 0; identity < 4; identity++)
        {
            world.Ask(identity, [Shared], later, "phone");
        }

        world.Exchange(later);
        Assert.Equal((6, 4, 4), (world.TotalsOf(CohortWorld.Everybody).Members, world.TotalsOf(CohortWorld.Client("tool")).Members, world.TotalsOf(CohortWorld.Client("phone")).Members));
    }

    [Fact]
    public void AConvictionIsCountedOnceInEveryCohortAndOnlyAfterwards()
    {
        var world = new CohortWorld();
        for (var identity = 0; identity < 3; identity++)
        {
            world.Ask(identity, [Shared], Now, "tool");
            world.Ask(identity, From((uint)identity * 1_000, 30), Now, "tool");
            Assert.Equal(1, world.StateOf(identity).Conviction.Count);
            world.Ask(identity, [Shared + 1], Now + TimeSpan.FromMinutes(30), "tool");
        }

        world.Exchange(Now);
        Assert.Equal((3, 3), (world.TotalsOf(CohortWorld.Client("tool")).Members, world.TotalsOf(CohortWorld.Client("tool")).Convicted));
        Assert.Equal((3, 3), (world.TotalsOf(CohortWorld.Everybody).Members, world.TotalsOf(CohortWorld.Everybody).Convicted));
        Assert.Null(world.StateOf(2).Conviction.Cohort);
    }

    [Fact]
    public void WhoSharesAnAttributeWithTheConvictedIsConvictedByLessAndTheConvictionSaysBecauseOfWhat()
    {
        var world = Suspecting("tool");
        var lift = PriorShift.LiftOf(PriorShift.LeastShareOf(new(124, 100, 0)), new(124, 100, 0), new(1_000_004, 200, 0));
        var weight = PriorShift.LogWeight(lift, kinds: 3);
        Assert.InRange(weight, 5, 6);

        var caught = world.Ask(10, From(10_000, 40), Now, "tool");
        var other = world.Ask(11, From(20_000, 40), Now, "phone");

        Assert.Equal(CohortWorld.ConvictingWith(weight), caught.Allowed.Count);
        Assert.Equal(CohortWorld.ConvictingWith(Math.Log(0.75)), other.Allowed.Count);
        Assert.True(caught.Allowed.Count < other.Allowed.Count);
        Assert.Equal((Cohort.Of("client", "tool"), null), (world.StateOf(10).Conviction.Cohort, world.StateOf(11).Conviction.Cohort));
        Assert.Equal((ContainmentAction.Tighten, ContainmentAction.Tighten), (caught.Action, other.Action));

        world.Store(10);
        Assert.Equal(Cohort.Of("client", "tool"), world.StateOf(10).Conviction.Cohort);
    }

    [Fact]
    public void HoweverMuchACohortWeighsAnHonestMemberIsConvictedOnceInAHundredAtMost()
    {
        var world = new CohortWorld();
        world.CountElsewhere(CohortWorld.Everybody, new(1_000_000_000, 1_000, 0, 0), Now);
        world.CountElsewhere(CohortWorld.Client("tool"), new(1_000, 1_000, 0, 0), Now);
        Settle(world, "tool");

        Assert.Equal(CohortWorld.ConvictingWith(Math.Log(1_000_000) - Math.Log(100)), world.Ask(10, From(10_000, 40), Now, "tool").Allowed.Count);
    }

    [Fact]
    public void WithoutCohortsInThePolicyNothingOfThisIs()
    {
        var world = Suspecting("tool");
        world.Policy = Under(CohortWorld.Watching with { Cohorts = [] });

        Assert.Equal(CohortWorld.ConvictingWith(0), world.Ask(10, From(10_000, 40), Now, "tool").Allowed.Count);
    }

    [Fact]
    public void PuppetsOnAllSilosGetAboutOneCreditTogether()
    {
        // Four of ten are new to everyone, which convicts nobody for long.
        var world = new CohortWorld(silos: 3);
        var (puppets, taken, withheld) = (2_000, 0, 0);
        for (var puppet = 0; puppet < puppets; puppet++)
        {
            for (var batch = 0; batch < 10; batch++)
            {
                var first = (uint)((puppet * 500) + (batch * 50)) % Shared;
                uint[] numbers = [.. Enumerable.Range(0, 50).Select(i => i % 5 < 2 ? first + (uint)i : Shared + (uint)((puppet * 31) + (batch * 50) + i) % Shared)];
                var decision = world.Ask(puppet, numbers, Now, "tool", silo: puppet % 3);
                taken += Some.Items(decision.Allowed).Count(i => numbers[i] < Shared);
                if (decision.Limit == "first-sync:client")
                {
                    withheld++;
                    break;
                }
            }

            world.Exchange(Now);
        }

        // The first take the credit, at a fifth of a target for each that they ask for; each of the others gets its own part before it is plain that it takes more than it gives.
        Assert.InRange(withheld, puppets * 0.9, puppets);
        Assert.InRange(taken, 10_000, puppets * 25);
        Assert.InRange(world.TotalsOf(CohortWorld.Client("tool")).Credit, -1_000, 0);
    }

    [Fact]
    public void WhatIsWithheldIsSaidWithItsCohortAndATrueWait()
    {
        var world = UsedUp("tool");

        var decision = world.Ask(10, From(10_000, Own), Now, "tool");
        var next = world.Ask(10, [Shared, 10_000, 10_009], Now + Hour, "tool");
        var end = Now + FirstSyncCredit.NewFor;
        var before = world.Ask(10, [10_010], end - TimeSpan.FromTicks(1), "tool");
        var after = world.Ask(10, [10_010], end, "tool");

        Assert.Equal((Outcome.Allowed, Own), (decision.Outcome, decision.Allowed.Count));
        Assert.Equal((Outcome.Partial, "first-sync:client", ContainmentAction.None), (next.Outcome, next.Limit, next.Action));
        Assert.Equal([1], Some.Items(next.Allowed));
        Assert.Equal(end - (Now + Hour), next.RetryAfter);
        Assert.Equal((Outcome.Denied, TimeSpan.FromTicks(1)), (before.Outcome, before.RetryAfter));
        Assert.Equal((Outcome.Allowed, null), (after.Outcome, after.Limit));
        Assert.Equal(0, world.StateOf(10).Conviction.Count);
    }

    [Fact]
    public void ABatchThatIsAskedForAsAWholeIsWithheldAsAWhole()
    {
        var world = UsedUp("tool");
        world.Ask(10, From(10_000, Own), Now, "tool");

        var mixed = world.Ask(10, [10_000, 10_100], Now, "tool", admission: Admission.Whole);
        var known = world.Ask(10, [10_000, 10_001], Now, "tool", admission: Admission.Whole);

        Assert.Equal((Outcome.Denied, "first-sync:client", FirstSyncCredit.NewFor), (mixed.Outcome, mixed.Limit, mixed.RetryAfter));
        Assert.Equal(Outcome.Allowed, known.Outcome);
    }

    [Fact]
    public void WhoGivesBackMoreThanItTakesKeepsEverythingAlsoWhenPuppetsUsedUpTheCredit()
    {
        var world = UsedUp("phone");
        for (var person = 10; person < 200; person++)
        {
            // A book of 300, a tenth of it new to everyone.
            uint[] book = [.. Enumerable.Range(0, 300).Select(i => i % 10 == 0 ? (uint)((person * 300) + i) : Shared + (uint)((person * 7) + i))];
            Assert.Equal(Outcome.Allowed, world.Ask(person, book, Now).Outcome);
        }

        // Meanwhile they gave back what the puppets took.
        world.Exchange(Now);
        Assert.True(world.TotalsOf(CohortWorld.Client("phone")).Credit > 0);
    }

    [Fact]
    public void WhoIsNotNewIsNotWithheldAnything()
    {
        var world = UsedUp("tool");
        world.Ask(10, [Shared], Now, "tool");
        var later = Now + FirstSyncCredit.NewFor;

        Assert.Equal(Outcome.Allowed, world.Ask(10, From(10_000, 10), later, "tool").Outcome);
        world.Exchange(later);
        Assert.InRange(world.TotalsOf(CohortWorld.Client("tool")).Credit, -1_000, -997);
    }

    [Fact]
    public void InTheShadowStageACreditIsCountedAndNothingIsWithheld()
    {
        var world = UsedUp("tool");
        world.Policy = Under(CohortWorld.Watching with { Stage = Stage.Shadow });

        Assert.Equal((Outcome.Allowed, null), (world.Ask(10, From(10_000, 12), Now, "tool").Outcome, world.Ask(10, [10_100], Now, "tool").Limit));
    }

    [Fact]
    public void WhatAnIdentityTookIsStored()
    {
        var world = UsedUp("tool");
        world.Ask(10, From(10_000, Own), Now, "tool");
        world.Store(10);

        Assert.Equal("first-sync:client", world.Ask(10, [10_100], Now, "tool").Limit);
    }

    [Fact]
    public void TheCohortsOfAnIdentityAreStoredAsTheyAlwaysWere()
    {
        // Written once by format 2 of the watch, near its end: never to be changed, every later version reads it.
        const string Golden =
            "00" + "01" // no cohort that was weighed; there are some
            + "8E17" + "00" + "5601000000000000" // the week, no conviction counted, taken: a target less two that gave back a third
            + "03" + "C58DE29005" + "9CCEB2A003" + "9EB8CAFC08" + "AFA3D8B907" + "82FCFD8602" + "9DCEDFE20E" // network 1, the phone, the hour of signing up
            + "0002E4E04B0281E04B010040000000000000000000000000000000000000000000000000000000000400000000000000000000"; // where its targets lie, and nothing lifted
        var world = new CohortWorld();
        world.Ask(10, [10_000, Shared, Shared + 1], Now);

        Assert.EndsWith(Golden, Convert.ToHexString(Some.Bytes(world.StateOf(10))), StringComparison.Ordinal);
        Assert.Equal(Some.Bytes(world.StateOf(10)), Some.Bytes(Some.Copy(world.StateOf(10))));
    }

    [Fact]
    public void AttributesMayBeMissing()
    {
        var world = UsedUp("tool");

        Assert.Equal(Outcome.Allowed, world.Ask(10, From(10_000, 10), Now, client: null).Outcome);
        Assert.Equal([Cohort.SignUpHourKind], world.StateOf(10).Cohorts.Select(held => held.Key.Cohort.Kind));
    }

    [Fact]
    public void ADamagedCohortIsRefused()
    {
        var world = Suspecting("tool");
        world.Ask(10, From(10_000, 40), Now, "tool");
        var bytes = Some.Bytes(world.StateOf(10));
        var at = bytes.AsSpan().IndexOf("client:tool"u8);

        bytes[at] = (byte)' ';
        Assert.Throws<SnapshotFormatException>(() => CapabilityState.Decode(new SnapshotReader(bytes)));
    }

    /// <summary>A world in which a hundred of those with a client were convicted, of two hundred among a million.</summary>
    private static CohortWorld Suspecting(string client)
    {
        var world = new CohortWorld();
        world.CountElsewhere(CohortWorld.Everybody, new(1_000_000, 200, 0, 0), Now);
        world.CountElsewhere(CohortWorld.Client(client), new(120, 100, 0, 0), Now);
        Settle(world, client);
        return world;
    }

    /// <summary>A world in which new members elsewhere used up the credit of a client, twice.</summary>
    private static CohortWorld UsedUp(string client)
    {
        var world = new CohortWorld();
        world.CountElsewhere(CohortWorld.Client(client), new(1_000, 0, 5_000 * Target, 0), Now);
        Settle(world, client);
        return world;
    }

    /// <summary>Lets enough members come for the silo to ask what the cluster knows.</summary>
    private static void Settle(CohortWorld world, string client)
    {
        for (var identity = 1; identity <= 4; identity++)
        {
            world.Ask(identity * 1_000, [Shared], Now, client);
        }

        world.Exchange(Now);
    }
}
