namespace QuotaGrid.Load.Simulation;

/// <summary>Time that passes from event to event, in nanoseconds from 0: the true time of a simulation. Events of one moment happen in the order in which they were planned.</summary>
internal sealed class VirtualTime
{
    /// <summary>Nanoseconds in one second.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>Nanoseconds in one millisecond.</summary>
    public const long Millisecond = 1_000_000;

    private readonly PriorityQueue<Action, Moment> _planned = new();

    /// <summary>The time.</summary>
    public long Now { get; private set; }

    /// <summary>How many events have happened.</summary>
    public long Happened { get; private set; }

    private long _count;

    /// <summary>Plans an event.</summary>
    public void At(long time, Action what) => _planned.Enqueue(what, new Moment(Math.Max(Now, time), _count++));

    /// <summary>Plans an event after a span.</summary>
    public void In(long nanos, Action what) => At(Now + nanos, what);

    /// <summary>Lets the next event happen, unless it is after a time or there is none.</summary>
    public bool Step(long until)
    {
        if (!_planned.TryPeek(out _, out var moment) || moment.Time > until)
        {
            return false;
        }

        Now = moment.Time;
        Happened++;
        _planned.Dequeue()();
        return true;
    }

    private readonly record struct Moment(long Time, long Order) : IComparable<Moment>
    {
        public int CompareTo(Moment other) => Time != other.Time ? Time.CompareTo(other.Time) : Order.CompareTo(other.Order);
    }
}
