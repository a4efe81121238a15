using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.People;

/// <summary>
/// Who knows whom, by construction instead of stored edges. The sample's numbers, those that were registered formerly among them, stand in a row, block by block and shuffled within; 25 neighbours are a
/// community. A community is linked with others by rank, its own first, then local ones and far ones; all of its members draw their contacts from the same links, so people who
/// know each other share contacts, stale ones like any other. Not safe for concurrent use.
/// </summary>
public sealed class ContactGraph
{
    /// <summary>The numbers of a community.</summary>
    public const int CommunitySize = 25;

    /// <summary>The areas around the owner that count as local. One block of the sample stands for an area code.</summary>
    public const int LocalAreas = 10;

    // So many places in the linked communities for each contact that is taken: the less popular stay out of small books.
    private const double PlacesPerContact = 3;
    private const double LeastLocal = 0.75;
    private const double MostLocal = 0.80;
    private const double LeastPopularity = 0.02;
    private const int TriesPerContact = 40;

    private readonly int[] _numbers;
    private readonly int[] _areas;
    private readonly int[] _firstOfArea;
    private readonly float[] _popularity;
    private readonly int[] _drawnBy;
    private readonly ulong _key;
    private readonly double _meetingSpread;
    private int _draws;

    /// <summary>Puts a sample's numbers in a row.</summary>
    /// <param name="numbers">The plan's numbers.</param>
    /// <param name="sample">The blocks whose people are simulated.</param>
    /// <param name="shape">How large books are: who knows many is known by many.</param>
    /// <param name="seed">The run's seed.</param>
    public ContactGraph(PlanNumbers numbers, BlockSample sample, BookShape shape, int seed)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(shape);
        (_key, _meetingSpread) = (SeededHash.Key(seed, "links"), PlacesPerContact * shape.Median / CommunitySize);
        var (row, areas) = (new List<int>(), new List<int>());
        _firstOfArea = new int[sample.Blocks.Count + 1];
        for (var area = 0; area < sample.Blocks.Count; area++)
        {
            var first = sample.Blocks[area] * PlanFigures.BlockSize;
            var members = Enumerable.Range(first, PlanFigures.BlockSize).Where(number => numbers.IsRegistered(number) || numbers.WasRegistered(number)).ToArray();
            new SeededRandom(seed, "row", (ulong)area).Shuffle(members.AsSpan());
            row.AddRange(members);
            areas.AddRange(Enumerable.Repeat(area, members.Length));
            _firstOfArea[area + 1] = row.Count;
        }

        (_numbers, _areas) = ([.. row], [.. areas]);
        _drawnBy = new int[_numbers.Length];
        _popularity = new float[_numbers.Length];
        var random = new SeededRandom(seed, "popularity");
        foreach (ref var popularity in _popularity.AsSpan())
        {
            popularity = (float)Math.Clamp(shape.DrawSize(random) / (2.5 * shape.Median), LeastPopularity, 1);
        }
    }

    /// <summary>How many numbers stand in the row.</summary>
    public int Count => _numbers.Length;

    /// <summary>The area of a place in the row.</summary>
    public int AreaOf(int place) => _areas[place];

    /// <summary>The number at a place in the row.</summary>
    public int NumberAt(int place) => _numbers[place];

    /// <summary>Draws the contacts of whoever is at a place in the row, in the order in which they came into the book.</summary>
    /// <returns>Each number once; fewer than asked for where there are not so many.</returns>
    public int[] Draw(int place, int size, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var book = new int[Math.Min(size, Math.Max(0, Count - 1))];
        var filled = 0;
        _drawnBy[place] = ++_draws;
        var (from, to) = LocalRange(_areas[place]);
        var localShare = to - from == Count ? 1 : random.Between(LeastLocal, MostLocal);
        var spread = PlacesPerContact * book.Length / CommunitySize;
        for (var tries = (TriesPerContact * (long)book.Length) + 1_000; filled < book.Length && tries > 0; tries--)
        {
            // The more often it failed, the further the links go: large books run out of friends.
            var isLocal = random.Unit() < localShare;
            var rank = random.Below(1 + (long)(spread * (isLocal ? localShare : 1 - localShare)) + (tries % 16 == 0 ? Count / CommunitySize : 0));
            var drawn = MemberOf(Linked(place / CommunitySize, rank, isLocal, from, to), random);
            if (_drawnBy[drawn] != _draws && (_popularity[drawn] >= 1 || random.Unit() < _popularity[drawn]))
            {
                _drawnBy[drawn] = _draws;
                book[filled++] = _numbers[drawn];
            }
        }

        return filled == book.Length ? book : book[..filled];
    }

    /// <summary>Draws somebody whom who is at a place in the row meets: a member of a community that one with a book of the median size is linked with. Also people whom nobody has in a book are met.</summary>
    public int Meet(int place, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (from, to) = LocalRange(_areas[place]);
        var localShare = to - from == Count ? 1 : (LeastLocal + MostLocal) / 2;
        var isLocal = random.Unit() < localShare;
        var rank = random.Below(1 + (long)(_meetingSpread * (isLocal ? localShare : 1 - localShare)));
        return _numbers[MemberOf(Linked(place / CommunitySize, rank, isLocal, from, to), random)];
    }

    /// <summary>The places of the areas that are local to one.</summary>
    public (int From, int To) LocalRange(int area)
    {
        var areas = _firstOfArea.Length - 1;
        var first = Math.Clamp(area - (LocalAreas / 2), 0, Math.Max(0, areas - LocalAreas));
        return (_firstOfArea[first], _firstOfArea[Math.Min(areas, first + LocalAreas)]);
    }

    /// <summary>The first place of a linked community: the own one, or one by the hash of community, rank and kind.</summary>
    private int Linked(int community, long rank, bool isLocal, int from, int to)
    {
        if (isLocal && rank == 0)
        {
            return community * CommunitySize;
        }

        var hash = SeededHash.Of(_key, ((ulong)community << 32) | ((ulong)rank << 1) | (isLocal ? 1UL : 0));
        var places = isLocal ? to - from : Count - (to - from);
        var place = (int)Math.BigMul(hash, (ulong)places, out _);
        if (isLocal)
        {
            place += from;
        }
        else if (place >= from)
        {
            place += to - from;
        }

        return place / CommunitySize * CommunitySize;
    }

    private int MemberOf(int firstPlace, SeededRandom random) => Math.Min(Count - 1, firstPlace + (int)random.Below(CommunitySize));
}
