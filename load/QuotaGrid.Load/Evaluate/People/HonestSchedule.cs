using System.Runtime.InteropServices;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.People;

/// <summary>
/// When everybody asks for what during 30 days, in the order of time. Does not depend on what is answered, so every defence meets the same traffic. Safe for concurrent use.
/// </summary>
public sealed class HonestSchedule
{
    /// <summary>How long a run is, in days.</summary>
    public const int Days = 30;

    /// <summary>How long a run is, in seconds.</summary>
    public const int Seconds = Days * 24 * 3_600;

    /// <summary>The seconds between two syncs, without jitter.</summary>
    public const int SyncSeconds = 48 * 3_600;

    /// <summary>The least seconds between two syncs of an app that comes to the foreground.</summary>
    public const int ForegroundSeconds = 4 * 3_600;

    /// <summary>The most numbers of a one-off lookup.</summary>
    public const int MaxOneOff = 3;

    private const double Jitter = 0.1;
    private const double ForegroundShare = 0.05;
    private const double OneOffShare = 0.5;
    private const double MaxRetryShare = 0.02;
    private const int RetrySeconds = 30;

    private readonly Person[] _people;
    private readonly List<int> _oneOffs = [];
    private readonly List<HonestEvent> _events;

    /// <summary>Draws the schedule.</summary>
    /// <param name="people">Everybody.</param>
    /// <param name="oneOff">Draws a number that whoever is at a place in the graph looks up once.</param>
    /// <param name="seed">The run's seed.</param>
    public HonestSchedule(Person[] people, Func<int, SeededRandom, int> oneOff, int seed)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(oneOff);
        _people = people;
        var events = new List<HonestEvent>(people.Length * 24);
        for (var person = 0; person < people.Length; person++)
        {
            Add(events, person, oneOff, new SeededRandom(seed, "schedule", (ulong)people[person].Place));
        }

        events.Sort(static (left, right) => (left.Second, left.Person).CompareTo((right.Second, right.Person)));
        _events = events;
    }

    /// <summary>What happens, in the order of time.</summary>
    public ReadOnlySpan<HonestEvent> Events => CollectionsMarshal.AsSpan(_events);

    /// <summary>The numbers that are asked for in an event.</summary>
    public ReadOnlySpan<int> TargetsOf(in HonestEvent asked) => asked.Kind == ContactKind.OneOff
        ? CollectionsMarshal.AsSpan(_oneOffs).Slice(asked.From, asked.Count)
        : _people[asked.Person].Book.AsSpan(0, asked.Count);

    private void Add(List<HonestEvent> events, int person, Func<int, SeededRandom, int> oneOff, SeededRandom random)
    {
        var who = _people[person];
        var retries = random.Between(0, MaxRetryShare);
        var reinstall = who.Groups.HasFlag(HonestGroups.Reinstall) ? (int)random.Between(who.SignUpSecond, Seconds) : int.MaxValue;
        var (size, kind) = (who.InitialSize, ContactKind.Full);
        for (var second = who.SignUpSecond; second < Seconds;)
        {
            Add(new(second, person, 0, size, kind));
            var next = second + (random.Unit() < ForegroundShare
                ? (int)random.Between(ForegroundSeconds, SyncSeconds)
                : (int)(SyncSeconds * random.Between(1 - Jitter, 1 + Jitter)));
            if (random.Unit() < OneOffShare)
            {
                var count = 1 + (int)random.Below(MaxOneOff);
                Add(new((int)random.Between(second, next), person, _oneOffs.Count, count, ContactKind.OneOff));
                for (var i = 0; i < count; i++)
                {
                    _oneOffs.Add(oneOff(who.Place, random));
                }
            }

            (second, kind) = next > reinstall ? (reinstall, ContactKind.Full) : (next, ContactKind.Sync);
            reinstall = kind == ContactKind.Full ? int.MaxValue : reinstall;
            size = Math.Min(who.Book.Length, size + (int)random.Below(3));
        }

        // What would come after the end does not come.
        void Add(HonestEvent asked)
        {
            if (asked.Second < Seconds)
            {
                events.Add(asked);
            }

            if (random.Unit() < retries && asked.Second + RetrySeconds < Seconds)
            {
                events.Add(asked with { Second = asked.Second + RetrySeconds });
            }
        }
    }
}
