using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Tests.Containment;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Cohorts;

/// <summary>A mobile operator's shared address, or the newest phone: what very many honest people share with some puppets.</summary>
public sealed class BigHonestCohortTests
{
    private const int People = 100_000;
    private const int Book = 40;

    [Theory]
    [InlineData(0)]
    [InlineData(-1_000)]
    public void NobodyHonestIsDeniedOrConvictedBecauseOfPuppetsBehindTheSameAttribute(long creditBefore)
    {
        var (world, random) = (new CohortWorld(), new Random(11));
        world.CountElsewhere(CohortWorld.Everybody, new(10_000_000, 0, 0, 0), Some.Start);
        if (creditBefore < 0)
        {
            world.CountElsewhere(CohortWorld.Client("operator"), new(0, 0, 5_000 * FirstSyncCredit.UnitsPerTarget, 0), Some.Start);
        }

        var (denied, convicted, puppets, caught, heaviest) = (0, 0, 0, 0, double.NegativeInfinity);
        for (var person = 0; person < People; person++)
        {
            var now = Some.Start + TimeSpan.FromSeconds(person);
            if (person % (People / 50) == 0)
            {
                // One of fifty puppets, which asks for nothing but what nobody asked for.
                var puppet = People + puppets++;
                world.Ask(puppet, WatchedWorld.From((uint)(puppets * 1_000), 40), now, "operator");
                caught += world.StateOf(puppet).Conviction.Count;
            }

            // A book of which a twentieth is new to everyone.
            uint[] book = [.. Enumerable.Range(0, Book).Select(_ => random.Next(20) == 0 ? (uint)random.Next(100_000, 1_000_000) : WatchedWorld.Shared + (uint)random.Next(1_000_000))];
            denied += Book - world.Ask(person, book, now, "operator").Allowed.Count;
            convicted += world.StateOf(person).Conviction.Count;
            if (person % 60 == 0)
            {
                world.Exchange(now);
                heaviest = Math.Max(heaviest, world.StateOf(person).Cohorts.Max(held => held.LeastShare));
            }

            world.Retire(person);
        }

        var cohort = world.TotalsOf(CohortWorld.Client("operator"));
        Assert.Equal((0, 0, 0.0), (denied, convicted, heaviest));
        Assert.Equal((50, 50), (puppets, caught));
        Assert.InRange(cohort.Members, People * 0.99, People + 50);
        Assert.InRange(cohort.Convicted, 48, 50);
        Assert.InRange(cohort.Credit, 950, 1_000);
    }
}
