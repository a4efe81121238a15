using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Tests.Universe;

public sealed class AddressBooksTests
{
    private static readonly Country America = new(NumberingPlan.ForCountry("US"), 3);
    private static readonly IReadOnlyList<AddressBook> Books = AddressBooks.Create(America, 100, 3);

    [Fact]
    public void SizesAreLognormalAndCapped()
    {
        var random = new SeededRandom(3, "sizes");
        var sizes = Enumerable.Range(0, 40_000).Select(_ => AddressBooks.DrawSize(random)).Order().ToArray();

        Assert.InRange(sizes[20_000], 146, 154);
        Assert.InRange(sizes.Average(), 265, 285);
        Assert.InRange(sizes[39_600], 1_780, 2_100);
        Assert.InRange(sizes[0], 1, 150);
        Assert.InRange(sizes[^1], 150, AddressBooks.MaxSize);
    }

    [Fact]
    public void ABookHasNoNumberTwiceAndOnlyValidOnes() =>
        Assert.All(Books, book =>
        {
            Assert.Equal(book.InitialSize + AddressBooks.MaxLaterEntries, book.Entries.Count);
            Assert.Equal(book.Entries.Count, book.Entries.Distinct().Count());
            Assert.All(book.Entries, number => Assert.True(America.Plan.IsValid(number.Block)));
        });

    [Fact]
    public void FiveToTenPercentOfABookAreStale() =>
        Assert.All(Large(), book =>
        {
            var stale = book.Entries.Count(number => !America.Registered.Contains(number));
            Assert.InRange((double)stale / book.Entries.Count, 0.045, 0.105);
        });

    [Fact]
    public void ThreeQuartersOfABookLieInTheTenAreasAroundItsOwner()
    {
        var areas = new Dictionary<NumberBlock, long>();
        for (var index = 0L; index < America.BlockCount; index++)
        {
            areas.Add(America.Block(index), index / Country.BlocksPerArea);
        }

        Assert.All(Large(), book =>
        {
            var perArea = book.Entries.CountBy(number => areas[number.Block]).ToDictionary();
            var local = perArea.Keys.Max(
                first => Enumerable.Range(0, ContactPool.LocalAreas).Sum(i => perArea.GetValueOrDefault(first + i)));
            Assert.InRange((double)local / book.Entries.Count, 0.74, 0.84);
        });
    }

    [Fact]
    public void PeopleOfACommunityShareContactsAndOthersHardlyDo()
    {
        var shared = Books.SelectMany(book => book.Entries.Select(number => (book.Community, number))).CountBy(entry => entry).ToArray();
        var alone = shared.Count(entry => entry.Value == 1);
        var numbers = Books.SelectMany(book => book.Entries.Select(number => (book.Community, number))).Distinct().ToArray();

        Assert.InRange((double)alone / shared.Length, 0, 0.6);
        Assert.InRange(numbers.CountBy(entry => entry.number).Count(entry => entry.Value > 1), 0, numbers.Length / 100);
    }

    [Fact]
    public void TheSameSeedWritesTheSameBooks()
    {
        var again = AddressBooks.Create(new(NumberingPlan.ForCountry("US"), 3), 25, 3);

        // Whole communities only: a community's pool depends on how many draw from it.
        Assert.Equal(Books.Take(25).SelectMany(book => book.Entries), again.SelectMany(book => book.Entries));
    }

    [Fact]
    public void ACountryWithFewNumbersHasSmallerBooksInsteadOfAnEndlessSearch()
    {
        var island = new Country(NumberingPlan.ForCountry("FK"), 3);
        var pool = new ContactPool(island, [10_000], new(3, "island"));

        Assert.InRange(pool.Draw(10_000, new(3, "book")).Length, 1, 9_999);
    }

    private static IEnumerable<AddressBook> Large() => Books.Where(book => book.InitialSize >= 200);
}
