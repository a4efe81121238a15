using System.Buffers;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Velocity;

/// <summary>
/// A limit on what is in flight: at most so many permits are held at once. Each acquisition is a hold with a deadline, which its holder renews or releases; a
/// hold whose holder died frees itself at its deadline.
/// </summary>
/// <remarks>
/// A hold takes 18 bytes. Every call first frees what has expired, which costs one comparison until a deadline passes. A clock that jumps back frees nobody;
/// since it makes deadlines look far away, each is then taken to be at most the longest lease from now.
/// </remarks>
public sealed partial class InFlightPermits
{
    /// <summary>The most permits that a limit may have, and so the most holds.</summary>
    public const int MaxPermits = 10_000;

    /// <summary>The longest lease that a limit may allow.</summary>
    public static readonly TimeSpan MaxLease = TimeSpan.FromDays(1);

    private const int PlaceBits = 14;
    private const int PlaceMask = (1 << PlaceBits) - 1;

    // A place is free when it holds 0 permits. Its deadline is the next free place then.
    private long[] _ids = [];
    private long[] _deadlines = [];
    private ushort[] _permits = [];
    private int _places;
    private int _firstFree = -1;
    private int _held;
    private long _latestOrder;
    private long _longestLeaseNanos;

    // No deadline is outside these; they may be wider, because released and renewed holds do not narrow them.
    private long _soonest = long.MaxValue;
    private long _latest = long.MinValue;

    /// <summary>Creates a limit that nobody holds permits of.</summary>
    /// <param name="limit">The most permits held at once, 1 to <see cref="MaxPermits"/>.</param>
    /// <param name="longestLease">The longest that a hold lasts without being renewed, over 0 and up to <see cref="MaxLease"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public InFlightPermits(int limit, TimeSpan longestLease) => Resize(limit, longestLease);

    /// <summary>The most permits held at once.</summary>
    public int Limit { get; private set; }

    /// <summary>The longest that a hold lasts without being renewed.</summary>
    public TimeSpan LongestLease => Instant.SpanOf(_longestLeaseNanos);

    /// <summary>
    /// Changes the limit. What is held stays held, also when it is more than the new limit; leases that are too long end sooner.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, as for a new limit; nothing was changed.</exception>
    public void Resize(int limit, TimeSpan longestLease)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPermits);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(longestLease, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longestLease, MaxLease);
        Limit = limit;
        _longestLeaseNanos = longestLease.Ticks * Instant.NanosPerTick;
    }

    /// <summary>Permits held now.</summary>
    public int Held(Instant now)
    {
        FreeExpired(now);
        return _held;
    }

    /// <summary>Permits that could be acquired now.</summary>
    public int Available(Instant now) => Math.Max(0, Limit - Held(now));

    /// <summary>Acquires permits, all or none.</summary>
    /// <param name="permits">How many, at least 1.</param>
    /// <param name="lease">How long they are held unless renewed or released, over 0 and up to <see cref="LongestLease"/>.</param>
    /// <param name="now">The time.</param>
    /// <returns>What to renew and release them by; null when there are fewer, and nothing was acquired.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public HoldId? Acquire(int permits, TimeSpan lease, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        var deadline = DeadlineOf(lease, now);
        if (permits > Available(now))
        {
            return null;
        }

        // At least the time, so that an id is new also after a crash took back the latest ones.
        _latestOrder = Math.Max(_latestOrder + 1, now.UnixNanos >> PlaceBits);
        var place = TakePlace();
        _ids[place] = (_latestOrder << PlaceBits) | (uint)place;
        _permits[place] = (ushort)permits;
        _held += permits;
        SetDeadline(place, deadline);
        return new HoldId(_ids[place]);
    }

    /// <summary>Moves the deadline of a hold to a lease from now.</summary>
    /// <param name="id">The hold.</param>
    /// <param name="lease">Over 0 and up to <see cref="LongestLease"/>.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when it is no longer held: it was released or expired. Nothing was changed then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The lease is outside its range.</exception>
    public bool Renew(HoldId id, TimeSpan lease, Instant now)
    {
        var deadline = DeadlineOf(lease, now);
        var place = PlaceOf(id, now);
        if (place >= 0)
        {
            SetDeadline(place, deadline);
        }

        return place >= 0;
    }

    /// <summary>Gives the permits of a hold back.</summary>
    /// <returns>False when it is no longer held: it was released or expired. Nothing was changed then.</returns>
    public bool Release(HoldId id, Instant now)
    {
        var place = PlaceOf(id, now);
        if (place >= 0)
        {
            Free(place);
        }

        return place >= 0;
    }

    /// <summary>
    /// How long until a number of permits is available if nobody renews or releases, in nanoseconds: 0 when it is now, null when it never is because it is over the
    /// limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long? NanosUntil(int permits, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        if (permits > Limit)
        {
            return null;
        }

        var lacking = permits - (Limit - Held(now));
        if (permits == 0 || lacking <= 0)
        {
            return 0;
        }

        return lacking == 1 ? SoonestDeadline() - now.UnixNanos : NanosUntilSeveral(lacking, now);
    }

    // What every decision asks: so without a sort.
    private long SoonestDeadline()
    {
        var soonest = long.MaxValue;
        for (var place = 0; place < _places; place++)
        {
            soonest = _permits[place] > 0 ? Math.Min(soonest, _deadlines[place]) : soonest;
        }

        return soonest;
    }

    private long NanosUntilSeveral(int lacking, Instant now)
    {
        var deadlines = ArrayPool<long>.Shared.Rent(_places);
        var counts = ArrayPool<ushort>.Shared.Rent(_places);
        _deadlines.AsSpan(0, _places).CopyTo(deadlines);
        _permits.AsSpan(0, _places).CopyTo(counts);
        Array.Sort(deadlines, counts, 0, _places);
        var next = -1;
        while (lacking > 0)
        {
            lacking -= counts[++next];
        }

        var nanos = deadlines[next] - now.UnixNanos;
        ArrayPool<long>.Shared.Return(deadlines);
        ArrayPool<ushort>.Shared.Return(counts);
        return nanos;
    }

    private long DeadlineOf(TimeSpan lease, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lease, LongestLease);
        return (now + lease).UnixNanos;
    }
}
