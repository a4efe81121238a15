namespace QuotaGrid.Load.Universe;

/// <summary>
/// The numbers that the people of one community know. Large enough for the largest book, and small enough that a contact is in
/// about <see cref="BooksPerContact"/> books where the community's books allow it.
/// </summary>
public sealed class ContactPool
{
    /// <summary>The books that a contact is in, on average, when no single book outweighs the others.</summary>
    public const int BooksPerContact = 3;

    /// <summary>The most areas that count as local.</summary>
    public const int LocalAreas = 10;

    private const double LeastLocal = 0.75;
    private const double MostLocal = 0.80;
    private const double LeastStale = 0.05;
    private const double MostStale = 0.10;

    private readonly Country _country;
    private readonly E164Number[] _localRegistered;
    private readonly E164Number[] _localStale;
    private readonly E164Number[] _farRegistered;
    private readonly E164Number[] _farStale;

    /// <summary>Fills a pool.</summary>
    /// <param name="country">Where the community is.</param>
    /// <param name="bookSizes">The sizes of the books that will be drawn.</param>
    /// <param name="random">Decides where the community lives and whom it knows.</param>
    public ContactPool(Country country, IReadOnlyList<int> bookSizes, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(country);
        ArgumentNullException.ThrowIfNull(random);
        _country = country;
        var size = Math.Max(bookSizes.Max(), bookSizes.Sum() / BooksPerContact);
        var areas = Math.Min(LocalAreas, country.AreaCount);
        FirstLocalArea = random.Below(country.AreaCount - areas + 1);
        var firstBlock = FirstLocalArea * Country.BlocksPerArea;
        var localBlocks = Math.Min(areas * Country.BlocksPerArea, country.BlockCount - firstBlock);

        // Each part is as large as the largest share of it that a book may take.
        var taken = new HashSet<E164Number>();
        _localRegistered = Find(size * MostLocal, true, firstBlock, localBlocks);
        _localStale = Find(size * MostLocal * MostStale, false, firstBlock, localBlocks);
        _farRegistered = Find(size * (1 - LeastLocal), true, 0, country.BlockCount);
        _farStale = Find(size * (1 - LeastLocal) * MostStale, false, 0, country.BlockCount);

        E164Number[] Find(double count, bool registered, long first, long blocks) =>
            FindNumbers((int)Math.Ceiling(count), registered, first, blocks, taken, random);
    }

    /// <summary>The first of the areas that the community is at home in.</summary>
    public long FirstLocalArea { get; }

    /// <summary>Draws one book, each number once, in random order.</summary>
    public E164Number[] Draw(int size, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var stale = random.Between(LeastStale, MostStale);
        var local = (int)Math.Round(size * random.Between(LeastLocal, MostLocal));
        var localStale = (int)Math.Round(local * stale);
        var farStale = (int)Math.Round((size - local) * stale);
        E164Number[] book =
        [
            .. Some(_localRegistered, local - localStale),
            .. Some(_localStale, localStale),
            .. Some(_farRegistered, size - local - farStale),
            .. Some(_farStale, farStale),
        ];
        random.Shuffle(book.AsSpan());
        return book;

        ReadOnlySpan<E164Number> Some(E164Number[] pool, int count)
        {
            random.Shuffle(pool.AsSpan(), count);
            return pool.AsSpan(0, Math.Min(count, pool.Length));
        }
    }

    private E164Number[] FindNumbers(
        int count, bool registered, long firstBlock, long blocks, HashSet<E164Number> taken, SeededRandom random)
    {
        var found = new List<E164Number>(count);
        var share = registered ? _country.Figures.Share : 1 - _country.Figures.Share;

        // Eight times the tries that are needed on average: a small country runs out of numbers, not of time.
        for (var tries = (long)((count + 1_000) * 8 / share); found.Count < count && tries > 0; tries--)
        {
            var block = _country.Block(firstBlock + random.Below(blocks));
            var number = block.Number((int)random.Below(NumberBlock.Size));
            if (_country.Registered.Contains(number) == registered && _country.Plan.IsValid(block) && taken.Add(number))
            {
                found.Add(number);
            }
        }

        return [.. found];
    }
}
