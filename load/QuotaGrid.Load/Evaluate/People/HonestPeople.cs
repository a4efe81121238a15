using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.People;

/// <summary>Everybody whose number is registered in the sample, with address books.</summary>
public static class HonestPeople
{
    /// <summary>Those who sign up within a run of 30 days; the others are there when it begins, and sync first within 48 hours.</summary>
    public const double SignUpShare = 0.01;

    /// <summary>Devices that reinstall within 30 days.</summary>
    public const double ReinstallShare = 0.01;

    /// <summary>Businesses.</summary>
    public const double BusinessShare = 0.001;

    /// <summary>People behind a shared address.</summary>
    public const double SharedAddressShare = 0.05;

    /// <summary>The people behind one shared address.</summary>
    public const int PeoplePerAddress = 250;

    /// <summary>The kinds of client, popular ones by Zipf's law.</summary>
    public const int Clients = 200;

    /// <summary>New contacts that can be added in a run: two after each of the syncs that fit in, and some.</summary>
    private const int MaxLaterEntries = 40;

    /// <summary>Draws everybody.</summary>
    /// <param name="numbers">The plan's numbers.</param>
    /// <param name="graph">Who knows whom.</param>
    /// <param name="shape">How large books are.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="most">About how many take part, at most, evenly over the sample.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static Person[] Create(PlanNumbers numbers, ContactGraph graph, BookShape shape, int seed, int most = int.MaxValue, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(shape);
        var people = new List<Person>();
        var oneIn = Math.Max(1, Enumerable.Range(0, graph.Count).Count(place => numbers.IsRegistered(graph.NumberAt(place))) / Math.Max(1, most));
        var (shared, registered) = (0, 0);
        for (var place = 0; place < graph.Count; place++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (numbers.IsRegistered(graph.NumberAt(place)) && registered++ % oneIn == 0)
            {
                people.Add(Draw(graph, place, people.Count, ref shared, shape, seed));
            }
        }

        return [.. people];
    }

    private static Person Draw(ContactGraph graph, int place, int index, ref int shared, BookShape shape, int seed)
    {
        var random = new SeededRandom(seed, "person", (ulong)place);
        var isBusiness = random.Unit() < BusinessShare;
        var size = isBusiness ? BookShape.DrawSizeOfBusiness(random) : shape.DrawSize(random);
        var isNew = random.Unit() < SignUpShare;
        var firstSync = (int)TimeSpan.FromHours(48).TotalSeconds;
        var signUp = (int)random.Below(isNew ? HonestSchedule.Seconds - firstSync : firstSync) + (isNew ? firstSync : 0);
        var hasShared = random.Unit() < SharedAddressShare;
        var groups = (isNew ? HonestGroups.SignUp : 0)
            | (random.Unit() < ReinstallShare ? HonestGroups.Reinstall : 0)
            | (!isBusiness && size > shape.Percentile99 ? HonestGroups.LargeBook : 0)
            | (isBusiness ? HonestGroups.Business : 0)
            | (hasShared ? HonestGroups.SharedAddress : 0);
        var client = (int)Math.Pow(Clients, random.Unit()) - 1;
        var book = graph.Draw(place, size + MaxLaterEntries, random);
        return new(place, book, Math.Min(size, book.Length), signUp, groups, hasShared ? -1 - (shared++ / PeoplePerAddress) : index, client);
    }
}
