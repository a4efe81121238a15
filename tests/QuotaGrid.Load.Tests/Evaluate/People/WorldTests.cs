using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Evaluate.People;

public sealed class WorldTests
{
    // 40 blocks, 12,000 people: as many areas as the locality needs to show.
    private static readonly World World = new(PlanFigures.Us with { Blocks = 4_000 }, 100, BookShape.Usual, 7);

    private static Person[] OrdinaryPeople => [.. World.People.Where(person => !person.Groups.HasFlag(HonestGroups.Business))];

    [Fact]
    public void BookSizesAreLognormal()
    {
        var random = new SeededRandom(3, "sizes");
        var sizes = Enumerable.Range(0, 40_000).Select(_ => BookShape.Usual.DrawSize(random)).Order().ToArray();

        Assert.InRange(sizes[20_000], 146, 154);
        Assert.InRange(sizes.Average(), 265, 285);
        Assert.InRange(sizes[39_600], 1_780, 2_100);
        Assert.Equal(1_940, BookShape.Usual.Percentile99, 20.0);
        var drawn = OrdinaryPeople.Select(person => person.InitialSize).Order().ToArray();
        Assert.InRange(drawn[drawn.Length / 2], 140, 160);
    }

    [Fact]
    public void EverybodyIsRegisteredInTheSampleAndKnowsNobodyTwice()
    {
        Assert.Equal(World.Sample.Blocks.Sum(block => World.Numbers.CountRegistered(block + 1) - World.Numbers.CountRegistered(block)), World.People.Length);
        Assert.All(World.People.Take(2_000), person =>
        {
            Assert.Equal(person.Book.Length, person.Book.Distinct().Count());
            Assert.All(person.Book, number => Assert.True(World.Sample.PlaceOf(number) >= 0));
        });
    }

    [Fact]
    public void ContactsAreStaleNowAndThenAndShared()
    {
        var books = OrdinaryPeople.Where(person => person.InitialSize is > 50 and < 1_000).Take(3_000).Select(person => person.Book[..person.InitialSize]).ToArray();
        var contacts = books.SelectMany(book => book).ToArray();
        var stale = contacts.Where(number => !World.Numbers.IsRegistered(number)).ToArray();

        Assert.InRange((double)stale.Length / contacts.Length, 0.05, 0.10);
        Assert.All(stale, number => Assert.True(World.Numbers.WasRegistered(number)));

        // A contact of somebody is mostly in another's book as well, and so is a stale one.
        var counts = contacts.CountBy(number => number).ToDictionary();
        Assert.InRange(contacts.Count(number => counts[number] > 1) / (double)contacts.Length, 0.95, 1);
        Assert.InRange(stale.Count(number => counts[number] > 1) / (double)stale.Length, 0.95, 1);
    }

    [Fact]
    public void BooksAreLocal()
    {
        var places = Enumerable.Range(0, World.Sample.Blocks.Count).ToDictionary(area => World.Sample.Blocks[area]);
        var owners = Enumerable.Range(0, World.Sample.Numbers).Select(World.Sample.NumberAt)
            .Where(number => World.Numbers.IsRegistered(number) || World.Numbers.WasRegistered(number)).Select(number => places[number / PlanFigures.BlockSize]).ToArray();
        var shares = OrdinaryPeople.Where(person => person.InitialSize is > 200 and < 600).Take(1_000).Select(person =>
        {
            var first = Math.Clamp(owners[person.Place] - 5, 0, World.Sample.Blocks.Count - 10);
            return person.Book.Count(number => places[number / PlanFigures.BlockSize] - first is >= 0 and < 10) / (double)person.Book.Length;
        });

        // 0.75 to 0.80 of what is drawn; what is drawn twice is drawn again, and the far are more.
        Assert.InRange(shares.Average(), 0.74, 0.81);
    }

    [Fact]
    public void NeighboursShareMoreContactsThanStrangers()
    {
        var people = OrdinaryPeople.Where(person => person.InitialSize is > 100 and < 300).ToArray();
        var (near, far) = (0, 0);
        for (var i = 0; i + 400 < 2_000; i++)
        {
            near += people[i].Book.Intersect(people[i + 1].Book).Count();
            far += people[i].Book.Intersect(people[(i + (people.Length / 2)) % people.Length].Book).Count();
        }

        Assert.InRange(near, 10 * far, int.MaxValue);
    }

    [Fact]
    public void PhonesSyncEveryTwoDaysWithAFewNewContacts()
    {
        var syncs = new Dictionary<int, List<HonestEvent>>();
        foreach (var asked in World.Schedule.Events)
        {
            if (asked.Kind != ContactKind.OneOff && asked.Person < 500)
            {
                (syncs.TryGetValue(asked.Person, out var list) ? list : syncs[asked.Person] = []).Add(asked);
            }
        }

        foreach (var (person, ofPerson) in syncs)
        {
            Assert.Equal((World.People[person].SignUpSecond, ContactKind.Full, World.People[person].InitialSize), (ofPerson[0].Second, ofPerson[0].Kind, ofPerson[0].Count));
            Assert.All(ofPerson.Zip(ofPerson.Skip(1)), pair => Assert.InRange(pair.Second.Count - pair.First.Count, 0, 2));
            Assert.All(ofPerson.Zip(ofPerson.Skip(1)), pair => Assert.InRange(pair.Second.Second - pair.First.Second, 0, (int)(1.1 * HonestSchedule.SyncSeconds)));
        }

        Assert.InRange(syncs.Values.Average(ofPerson => ofPerson.Count), 14.5, 17);
    }

    [Fact]
    public void CoverageIsWhatPeopleAskedForAndAsMuchElsewhere()
    {
        var asked = new HashSet<int>();
        const int until = 3 * 24 * 3_600;
        foreach (var one in World.Schedule.Events)
        {
            if (one.Second < until)
            {
                asked.UnionWith(World.Schedule.TargetsOf(one).ToArray());
            }
        }

        var sample = Enumerable.Range(0, World.Sample.Numbers).Select(World.Sample.NumberAt).ToArray();
        Assert.Equal(sample.Where(asked.Contains), sample.Where(number => World.Coverage.AskedByHonest(number, until - 1)));

        // 200 other blocks: as large a share of the registered and of the others as in the sample.
        var others = Enumerable.Range(0, 4_000).Where(block => !World.Sample.Blocks.Contains(block)).Take(200)
            .SelectMany(block => Enumerable.Range(block * PlanFigures.BlockSize, PlanFigures.BlockSize)).ToArray();
        foreach (var isRegistered in new[] { true, false })
        {
            var inSample = sample.Where(number => World.Numbers.IsRegistered(number) == isRegistered && !World.Numbers.WasRegistered(number)).ToArray();
            var elsewhere = others.Where(number => World.Numbers.IsRegistered(number) == isRegistered && !World.Numbers.WasRegistered(number)).ToArray();
            Assert.Equal(
                inSample.Count(asked.Contains) / (double)inSample.Length,
                elsewhere.Count(number => World.Coverage.AskedByHonest(number, until - 1)) / (double)elsewhere.Length,
                0.003);
        }

        Assert.False(World.Coverage.AskedByHonest(sample.First(asked.Contains), -1));
        Assert.InRange(World.Coverage.ShareOfRegistered(until), 0.9, 1);
    }
}
