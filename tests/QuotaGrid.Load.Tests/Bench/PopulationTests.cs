using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Subjects;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Bench;

public sealed class PopulationTests
{
    // Lognormal with median 150 and sigma 1.1: mean 150 x exp(1.1^2 / 2), p99 150 x exp(1.1 x 2.3263).
    [Fact]
    public void BooksHaveTheSizesOfAddressBooks()
    {
        var people = Population.WithAddressBooks(seed: 1, count: 500_000);
        double[] sizes = [.. Enumerable.Range(0, people.Count).Select(person => (double)people.SizeOf(person))];

        Assert.InRange(Percentile.Of(sizes, 0.5)!.Value, 148, 152);
        Assert.InRange((double)people.Targets / people.Count, 270, 279);
        Assert.InRange(Percentile.Of(sizes, 0.99)!.Value, 1_900, 1_980);
        Assert.InRange(sizes.Max(), TargetMemory.ExactCapacity + 1, AddressBooks.MaxSize);
    }

    [Fact]
    public void TargetsAreTheSameWhereverTheyAreReadFromAndDifferFromEachOther()
    {
        var people = Population.OfEqual(seed: 7, count: 2, size: 100);
        var (all, some, others) = (new Fingerprint[100], new Fingerprint[10], new Fingerprint[100]);
        people.Fill(0, 0, all);
        people.Fill(0, 40, some);
        people.Fill(1, 0, others);

        Assert.Equal(all[40..50], some);
        Assert.Equal(200, all.Concat(others).Distinct().Count());
    }

    [Fact]
    public void TheFirstPeopleAreTheSamePeople()
    {
        var people = Population.WithAddressBooks(seed: 3, count: 100);
        var few = people.First(10);
        var (expected, actual) = (new Fingerprint[5], new Fingerprint[5]);
        people.Fill(9, 0, expected);
        few.Fill(9, 0, actual);

        Assert.Equal(10, few.Count);
        Assert.Equal(people.SizeOf(9), few.SizeOf(9));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void WhoSignedUpKnowsItsBookAndNothingElse()
    {
        var people = Population.Of(seed: 5, [0, 1, 2_500]);
        var heap = new ColdHeap(people);

        Assert.Equal([0, 1, 2_500], heap.Identities.Select(identity => identity.Capabilities.Select(entry => entry.Value).Single().KnownTargets(Scenario.Start)));
    }

    [Fact]
    public void TheLargestBookIsSignedUpWholeAndKnownAbout()
    {
        var heap = new ColdHeap(Population.Of(seed: 5, [AddressBooks.MaxSize]));

        // Five standard errors of 2 %.
        Assert.InRange(Assert.Single(heap.Identities).Capabilities.Select(entry => entry.Value).Single().KnownTargets(Scenario.Start), 45_000, 55_000);
    }

    [Fact]
    public void AskingForWhatAPlanSaysIsKnownIsNotNovel()
    {
        var people = Population.Of(seed: 5, [400, 1_000, 2_500]);
        var heap = new ColdHeap(people);
        var plan = LookupPlan.OfKnown(people, requests: 50, itemsPerRequest: 1_000, new SeededRandom(5, "test"));
        Ask(plan, heap.Own);

        Assert.Equal([400, 1_000, 2_500], heap.Identities.Select(identity => identity.Capabilities.Select(entry => entry.Value).Single().Evidence.Novel));
        Assert.DoesNotContain(0, Enumerable.Range(0, plan.Count).Select(plan.IdentityOf));
    }

    [Fact]
    public void AskingForWhatAPlanSaysIsNewIsNovel()
    {
        var people = Population.Of(seed: 5, [0, 1_000]);
        var heap = new ColdHeap(people);
        Ask(LookupPlan.OfNew(people, itemsPerRequest: 100), heap.Own);

        Assert.Equal([100, 1_100], heap.Identities.Select(identity => identity.Capabilities.Select(entry => entry.Value).Single().Evidence.Novel));
    }

    private static void Ask(LookupPlan plan, BareStates states)
    {
        for (var i = 0; i < plan.Count; i++)
        {
            Assert.Equal(plan.ItemsPerRequest, states.Admit(plan.IdentityOf(i), plan.NameOf(i), plan.TargetsOf(i), Scenario.Start));
        }
    }
}
