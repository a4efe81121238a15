using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// The targets that a holder admitted a short while ago, until a deadline that ends with the bucket of time in which the identity's target memory has them: asking again before then
/// changes nothing there. Read by any thread while one at a time adds.
/// </summary>
internal sealed class RecentTargets
{
    private const int FirstSlots = 16;

    // At most half full. A fingerprint of 0 is one in 2^64, and is never recognised.
    private ulong[] _slots = [];
    private int _count;

    /// <summary>Begins with nothing.</summary>
    /// <param name="deadline">When none of them counts as recent any more.</param>
    public RecentTargets(Instant deadline) => Deadline = deadline;

    /// <summary>When none of them counts as recent any more.</summary>
    public Instant Deadline { get; private set; }

    /// <summary>Brings the deadline forward, never back.</summary>
    public void EndBy(Instant deadline)
    {
        if (deadline < Deadline)
        {
            Deadline = deadline;
        }
    }

    /// <summary>Whether a target counts as recent.</summary>
    public bool Contains(Fingerprint target, Instant now) => now < Deadline && Holds(target);

    /// <summary>Adds a target, unless there are <see cref="LeaseBounds.MaxRecentTargets"/>. For one thread at a time.</summary>
    public void Add(Fingerprint target)
    {
        if (_count == LeaseBounds.MaxRecentTargets || target.Value == 0 || Holds(target))
        {
            return;
        }

        if (2 * (_count + 1) > _slots.Length)
        {
            var grown = new ulong[Math.Max(FirstSlots, 2 * _slots.Length)];
            foreach (var held in _slots)
            {
                Put(grown, new Fingerprint(held));
            }

            Volatile.Write(ref _slots, grown);
        }

        Put(_slots, target);
        _count++;
    }

    private bool Holds(Fingerprint target)
    {
        var slots = Volatile.Read(ref _slots);
        if (slots.Length == 0 || target.Value == 0)
        {
            return false;
        }

        for (var place = PlaceOf(target, slots); ; place = (place + 1) & (slots.Length - 1))
        {
            var held = Volatile.Read(ref slots[place]);
            if (held == target.Value || held == 0)
            {
                return held != 0;
            }
        }
    }

    private static void Put(ulong[] slots, Fingerprint target)
    {
        if (target.Value == 0)
        {
            return;
        }

        var place = PlaceOf(target, slots);
        while (slots[place] != 0)
        {
            place = (place + 1) & (slots.Length - 1);
        }

        Volatile.Write(ref slots[place], target.Value);
    }

    private static int PlaceOf(Fingerprint target, ulong[] slots) => (int)(target.Value & (ulong)(slots.Length - 1));
}
