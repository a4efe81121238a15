namespace QuotaGrid.Load.Universe;

/// <summary>
/// Honest people's address books: sizes lognormal with median 150 and sigma 1.1; 75 to 80 % of a book from at most ten areas around its
/// owner; 5 to 10 % stale, that is not registered. People of one community draw from one <see cref="ContactPool"/>, so
/// that most contacts are in several books.
/// </summary>
public static class AddressBooks
{
    /// <summary>The median number of contacts.</summary>
    public const double MedianSize = 150;

    /// <summary>The standard deviation of the size's natural logarithm.</summary>
    public const double Sigma = 1.1;

    /// <summary>The most contacts of a book.</summary>
    public const int MaxSize = 50_000;

    /// <summary>The most entries that are added to a book after sign-up.</summary>
    public const int MaxLaterEntries = 4;

    /// <summary>The people of a community.</summary>
    public const int CommunitySize = 25;

    /// <summary>
    /// Writes the books of a population. In a country with too few numbers for a community's books the books are smaller.
    /// </summary>
    /// <param name="country">Where the people live.</param>
    /// <param name="people">How many.</param>
    /// <param name="seed">The run's seed.</param>
    public static IReadOnlyList<AddressBook> Create(Country country, int people, int seed)
    {
        ArgumentNullException.ThrowIfNull(country);
        ArgumentOutOfRangeException.ThrowIfNegative(people);
        return
        [
            .. Enumerable.Range(0, people).Chunk(CommunitySize)
                .SelectMany((members, community) => CreateCommunity(country, community, members, seed)),
        ];
    }

    /// <summary>A book's size at sign-up.</summary>
    public static int DrawSize(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return (int)Math.Clamp(Math.Round(MedianSize * Math.Exp(Sigma * random.Normal())), 1, MaxSize);
    }

    private static IEnumerable<AddressBook> CreateCommunity(Country country, int community, int[] members, int seed)
    {
        var drafts = members.Select(member => new SeededRandom(seed, "book", (ulong)member))
            .Select(random => (Random: random, Size: DrawSize(random)))
            .ToArray();
        var pool = new ContactPool(country, [.. drafts.Select(draft => draft.Size + MaxLaterEntries)],
            new SeededRandom(seed, "community", (ulong)community));
        foreach (var (random, size) in drafts)
        {
            var entries = pool.Draw(size + MaxLaterEntries, random);
            yield return new(community, Math.Min(size, entries.Length), entries);
        }
    }
}
