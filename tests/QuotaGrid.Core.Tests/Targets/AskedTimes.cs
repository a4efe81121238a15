namespace QuotaGrid.Core.Tests.Targets;

/// <summary>
/// The oracle of target memory under any clock: for each number from 0 the latest time of day at which it was asked for, and the latest time that anybody had
/// seen by then. The two differ while the clock is behind what it once was: what was forgotten by the later time stays forgotten, and an event may be
/// remembered as of the later time.
/// </summary>
internal sealed class AskedTimes(int numbers)
{
    public const long Never = long.MinValue;

    private readonly long[] _asked = [.. Enumerable.Repeat(Never, numbers)];
    private readonly long[] _seen = [.. Enumerable.Repeat(Never, numbers)];

    /// <summary>The latest time that anybody has seen.</summary>
    public long Latest { get; private set; }

    public void See(long now) => Latest = Math.Max(now, Latest);

    public void Ask(uint number, long now)
    {
        _asked[number] = Math.Max(_asked[number], now);
        _seen[number] = Latest;
    }

    public long LastOf(uint number) => _asked[number];

    /// <summary>Whether it has to be known at a time, for a window and a horizon in nanoseconds.</summary>
    public bool MustKnow(uint number, long now, long window, long horizon) => _asked[number] >= Math.Max(now - window, Latest - horizon);

    /// <summary>Whether it may be known.</summary>
    public bool MayKnow(uint number, long now, long window, long bucket) => _seen[number] >= now - window - bucket && _seen[number] != Never;

    public (int Least, int Most) CountWithin(long now, long window, long horizon, long bucket)
    {
        var (least, most) = (0, 0);
        for (uint number = 0; number < _asked.Length; number++)
        {
            least += MustKnow(number, now, window, horizon) ? 1 : 0;
            most += MayKnow(number, now, window, bucket) ? 1 : 0;
        }

        return (least, most);
    }

    /// <summary>The time of the so-many-th target from the latest, 0 for the latest itself; <see cref="Never"/> when there are not as many.</summary>
    public long LatestBut(int count) => count < _asked.Length ? _asked.OrderDescending().ElementAt(count) : Never;
}
