using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.People;

/// <summary>
/// Which numbers of the whole plan honest people asked for, and when they first did. In the sample that is what its people do; outside it, a seeded draw with the
/// sample's shares and times, for registered, formerly registered, other used and unused numbers each. Safe for concurrent use.
/// </summary>
/// <remarks>People ask again every two days, so what was asked for stays asked for; it never leaves a window of some days.</remarks>
public sealed class HonestCoverage
{
    private const ushort Never = ushort.MaxValue;
    private const int SecondsPerHour = 3_600;
    private const int Classes = 4;

    private readonly PlanNumbers _numbers;
    private readonly BlockSample _sample;
    private readonly ulong _key;

    // The hour of the run in which a number of the sample was first asked for.
    private readonly ushort[] _firstHours;

    // For each class the hours of its numbers that were asked for, in order, and its size.
    private readonly (ushort[] Hours, int Count)[] _classes;

    /// <summary>Plays the schedule as if nothing was ever denied.</summary>
    /// <param name="numbers">The plan's numbers.</param>
    /// <param name="sample">The blocks whose people are simulated.</param>
    /// <param name="schedule">What they do.</param>
    /// <param name="people">How many they are.</param>
    /// <param name="seed">The run's seed.</param>
    public HonestCoverage(PlanNumbers numbers, BlockSample sample, HonestSchedule schedule, int people, int seed)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(schedule);
        (_numbers, _sample, _key) = (numbers, sample, SeededHash.Key(seed, "honest coverage"));
        _firstHours = new ushort[sample.Numbers];
        Array.Fill(_firstHours, Never);

        // Resyncs ask for what was asked for before, and what was added: only that is looked at.
        var seen = new int[people];
        foreach (var asked in schedule.Events)
        {
            var targets = schedule.TargetsOf(asked);
            if (asked.Kind != ContactKind.OneOff)
            {
                targets = targets[Math.Min(seen[asked.Person], asked.Count)..];
                seen[asked.Person] = Math.Max(seen[asked.Person], asked.Count);
            }

            foreach (var target in targets)
            {
                ref var hour = ref _firstHours[sample.PlaceOf(target)];
                hour = Math.Min(hour, (ushort)(asked.Second / SecondsPerHour));
            }
        }

        _classes = [.. Enumerable.Range(0, Classes).Select(CountClass)];
    }

    /// <summary>Whether any honest person asked for a number by a time, in seconds of the run.</summary>
    public bool AskedByHonest(int number, long second)
    {
        var place = _sample.PlaceOf(number);
        return place >= 0 ? _firstHours[place] * (long)SecondsPerHour <= second && _firstHours[place] != Never : IsDrawn(number, second);
    }

    /// <summary>The share of the sample's registered numbers that were asked for by a time, in seconds of the run.</summary>
    public double ShareOfRegistered(long second)
    {
        var (hours, count) = _classes[0];
        return count == 0 ? 0 : hours.Count(hour => hour * (long)SecondsPerHour <= second) / (double)count;
    }

    private bool IsDrawn(int number, long second)
    {
        var (hours, count) = _classes[ClassOf(number)];
        var drawn = (int)Math.BigMul(SeededHash.Of(_key, (ulong)number), (ulong)count, out _);
        return drawn < hours.Length && hours[drawn] * (long)SecondsPerHour <= second;
    }

    private int ClassOf(int number) => _numbers.IsRegistered(number) ? 0 : _numbers.WasRegistered(number) ? 1 : _numbers.IsInUse(number) ? 2 : 3;

    private (ushort[] Hours, int Count) CountClass(int wanted)
    {
        var (hours, count) = (new List<ushort>(), 0);
        for (var place = 0; place < _firstHours.Length; place++)
        {
            if (ClassOf(_sample.NumberAt(place)) == wanted)
            {
                count++;
                if (_firstHours[place] != Never)
                {
                    hours.Add(_firstHours[place]);
                }
            }
        }

        return ([.. hours.Order()], count);
    }
}
