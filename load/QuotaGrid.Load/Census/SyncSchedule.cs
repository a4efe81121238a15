using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Census;

/// <summary>
/// When a person's phone sends its book: once in the first half of the run, and once or twice more in the second, with 0 to 2 new
/// entries each time. A run stands for days: what lies 48 hours apart in life lies seconds apart here.
/// </summary>
/// <param name="Syncs">The syncs, in order.</param>
public sealed record SyncSchedule(IReadOnlyList<Sync> Syncs)
{
    private const int MaxNewEntries = 2;

    // The last answers should come before the run is over.
    private const double LatestShare = 0.95;

    /// <summary>Draws a person's schedule.</summary>
    /// <param name="book">The book that is sent.</param>
    /// <param name="duration">The length of the run.</param>
    /// <param name="random">The person's own random numbers.</param>
    public static SyncSchedule Draw(AddressBook book, TimeSpan duration, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(random);
        var syncs = new List<Sync> { new(duration * random.Between(0, 0.5), book.InitialSize) };
        var again = Enumerable.Range(0, 1 + (int)random.Below(2)).Select(_ => duration * random.Between(0.5, LatestShare)).Order();
        foreach (var at in again.ToArray())
        {
            var entries = syncs[^1].Entries + (int)random.Below(MaxNewEntries + 1);
            syncs.Add(new(at, Math.Min(entries, book.Entries.Count)));
        }

        return new(syncs);
    }

    /// <summary>The decisions and outcome reports that the syncs need.</summary>
    public long Requests(int batch) => Syncs.Sum(sync => 2L * ((sync.Entries + batch - 1) / batch));
}
