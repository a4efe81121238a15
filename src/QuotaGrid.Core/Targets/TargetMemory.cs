using System.Diagnostics;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// The targets that one identity asked for with one capability, and when it last did: a 32-bit token and an 8-bit bucket of time each. Answers
/// "new or known?" and "how many different in the last while?" exactly, but for tokens that coincide: of 16,384 targets one in 2^18 new ones is
/// taken for known.
/// </summary>
/// <remarks>
/// An open-addressed table ordered by token (a token's home is its share of the table, collisions go up), so that it encodes almost sorted.
/// A bucket is 1/240 of the horizon, and is stored relative to a base, 1 to 255, with 0 for an empty place; when the time outruns that, the table
/// is rebuilt without what has expired, once in at least 14 buckets. A target is known for the horizon and at most one bucket longer,
/// and counts in a window at most one bucket longer: re-sync within the horizon is always free, and a distinct limit never lets in more.
/// </remarks>
public sealed class TargetMemory
{
    /// <summary>The most targets that are remembered. Policies are checked to need no more.</summary>
    public const int Capacity = 16_384;

    /// <summary>How many buckets of time a horizon has.</summary>
    public const int BucketsPerHorizon = 240;

    private const byte FormatVersion = 1;
    private const int MinPlaces = 16;
    private const byte Empty = 0;
    private const byte FirstAge = 1;
    private const byte LastAge = byte.MaxValue;

    private readonly long _bucketNanos;
    private uint[] _tokens;
    private byte[] _seen;
    private long _baseBucket;
    private int _count;

    /// <summary>Creates an empty memory.</summary>
    /// <param name="horizon">How long a target stays known, at least 240 ns and up to 366 days.</param>
    public TargetMemory(TimeSpan horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, new TimeSpan(BucketsPerHorizon));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizon, TimeSpan.FromDays(366));
        Horizon = horizon;
        _bucketNanos = BucketNanosOf(horizon);
        _tokens = [];
        _seen = [];
    }

    /// <summary>How long a target stays known after it was last asked for.</summary>
    public TimeSpan Horizon { get; }

    /// <summary>Targets held, among them those that expired since the table was last rebuilt.</summary>
    public int Count => _count;

    /// <summary>The span of one bucket of time, which is the precision of every answer.</summary>
    public TimeSpan Bucket => Instant.SpanOf(_bucketNanos);

    /// <summary>Whether the target was asked for within a window.</summary>
    /// <param name="target">The target.</param>
    /// <param name="window">Up to the horizon.</param>
    /// <param name="now">The time.</param>
    public bool IsKnown(Fingerprint target, TimeSpan window, Instant now) => SeenAt(target) >= OldestWithin(window, now);

    /// <summary>How many different targets were asked for within a window.</summary>
    /// <param name="window">Up to the horizon.</param>
    /// <param name="now">The time.</param>
    public int CountWithin(TimeSpan window, Instant now)
    {
        var oldest = OldestWithin(window, now);
        var count = 0;
        foreach (var seen in _seen)
        {
            if (seen >= oldest)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>
    /// When the number of different targets within a window will have fallen to a number, if none is asked for until then: now when it has already.
    /// </summary>
    public Instant WhenCountFallsTo(int count, TimeSpan window, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var oldest = OldestWithin(window, now);
        Span<int> countByAge = stackalloc int[LastAge + 1];
        countByAge.Clear();
        var left = 0;
        foreach (var seen in _seen)
        {
            if (seen >= oldest)
            {
                countByAge[seen]++;
                left++;
            }
        }

        if (left <= count)
        {
            return now;
        }

        var age = oldest;
        while (left > count)
        {
            left -= countByAge[age];
            age++;
        }

        // The newest bucket that has to leave is age - 1. It leaves when the window's start enters the bucket after it.
        return new Instant((_baseBucket + age - FirstAge) * _bucketNanos) + window;
    }

    /// <summary>
    /// Makes ready for a number of questions and answers at one time: forgets what has expired if the times or the places would not suffice. Until the time
    /// moves on, what <see cref="OldestWithin"/> and <see cref="SeenAt"/> say can be compared.
    /// </summary>
    internal void Advance(Instant now, int expected)
    {
        if (_count > 0 && (BucketOf(now) - _baseBucket + FirstAge > LastAge || _count + expected > Capacity))
        {
            ForgetExpired(now);
        }

        // Also when everything has just expired: the base must not move again with the first target that is learned.
        if (_count == 0)
        {
            _baseBucket = BucketOf(now);
        }
    }

    /// <summary>The age under which a target was last seen, 1 to 255, larger is later; 0 when it is not held.</summary>
    internal byte SeenAt(Fingerprint target)
    {
        var place = Find(target.Token);
        return place < 0 ? Empty : _seen[place];
    }

    /// <summary>The least age that is within a window, over every age when none can be.</summary>
    internal int OldestWithin(TimeSpan window, Instant now)
    {
        Debug.Assert(window <= Horizon, "A window is within the horizon.");
        return (int)Math.Clamp(OldestBucket(window, now) - _baseBucket + FirstAge, FirstAge, LastAge + 1);
    }

    /// <summary>Remembers that a target was asked for now.</summary>
    /// <returns>Whether it was not held before.</returns>
    /// <exception cref="InvalidOperationException">The memory is full of targets that have not expired; nothing changed.</exception>
    public bool Learn(Fingerprint target, Instant now)
    {
        Advance(now, expected: 0);
        if (_count >= Capacity && Find(target.Token) < 0)
        {
            ForgetExpired(now);
        }

        return Put(target.Token, AgeOf(BucketOf(now)));
    }

    /// <summary>The same memory under another horizon: known targets stay known, for as long as the new horizon says.</summary>
    public TargetMemory WithHorizon(TimeSpan horizon, Instant now)
    {
        var other = new TargetMemory(horizon);
        other._baseBucket = other.OldestBucket(horizon, now);
        for (var place = 0; place < _seen.Length; place++)
        {
            if (_seen[place] != Empty)
            {
                // The latest time that the bucket stands for, so that nothing is forgotten too early.
                var lastSeen = Math.Min(now.UnixNanos, ((_baseBucket + _seen[place] - FirstAge + 1) * _bucketNanos) - 1);
                var bucket = lastSeen / other._bucketNanos;
                if (bucket >= other._baseBucket)
                {
                    other.Put(_tokens[place], other.AgeOf(bucket));
                }
            }
        }

        return other;
    }

    /// <summary>Writes the memory: the targets in order of their tokens, as differences.</summary>
    public void Encode(SnapshotWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Horizon.Ticks);
        writer.Varint((ulong)_baseBucket);
        writer.Varint((ulong)_count);
        var tokens = new uint[_count];
        var seen = new byte[_count];
        var next = 0;
        for (var place = 0; place < _seen.Length; place++)
        {
            if (_seen[place] != Empty)
            {
                tokens[next] = _tokens[place];
                seen[next++] = _seen[place];
            }
        }

        Array.Sort(tokens, seen);
        uint last = 0;
        foreach (var token in tokens)
        {
            writer.Varint(token - last);
            last = token;
        }

        writer.Bytes(seen);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not a memory of a known version.</exception>
    public static TargetMemory Decode(SnapshotReader reader)
    {
        reader.Version(nameof(TargetMemory), FormatVersion);
        var horizon = new TimeSpan((long)reader.Varint((ulong)BucketsPerHorizon, (ulong)TimeSpan.FromDays(366).Ticks));
        var memory = new TargetMemory(horizon);

        // The latest instant that can be asked about, a horizon after the last age, is one that can be told.
        var latestBase = ((long.MaxValue - (horizon.Ticks * Instant.NanosPerTick)) / memory._bucketNanos) - LastAge - 1;
        memory._baseBucket = (long)reader.Varint(0, (ulong)latestBase);
        var count = (int)reader.Varint(0, Capacity);
        memory.Resize(PlacesFor(count));
        var tokens = new uint[count];
        uint last = 0;
        for (var i = 0; i < count; i++)
        {
            last += (uint)reader.Varint(1, uint.MaxValue - last);
            tokens[i] = last;
        }

        var seen = reader.Bytes(count);
        for (var i = 0; i < count; i++)
        {
            if (seen[i] == Empty)
            {
                throw new SnapshotFormatException("A remembered target has no time.");
            }

            memory.Insert(tokens[i], seen[i]);
        }

        return memory;
    }

    private static long BucketNanosOf(TimeSpan horizon)
    {
        var nanos = horizon.Ticks * Instant.NanosPerTick;
        return (nanos + BucketsPerHorizon - 1) / BucketsPerHorizon;
    }

    // Nine tenths full at most, and at least a quarter more places at each growth.
    private static int PlacesFor(int count) => Math.Max(MinPlaces, (count * 10 / 9) + 1);

    private long BucketOf(Instant now) => now.UnixNanos / _bucketNanos;

    private long OldestBucket(TimeSpan window, Instant now) => Math.Max(0, now.UnixNanos - (window.Ticks * Instant.NanosPerTick)) / _bucketNanos;

    // A clock that jumped back may name a bucket before the base: the base is the oldest that can be told.
    private byte AgeOf(long bucket) => (byte)Math.Clamp(bucket - _baseBucket + FirstAge, FirstAge, LastAge);

    /// <summary>Inserts or refreshes a target; says whether it was not held before.</summary>
    private bool Put(uint token, byte age)
    {
        var place = Find(token);
        if (place >= 0)
        {
            _seen[place] = Math.Max(_seen[place], age);
            return false;
        }

        if (_count >= Capacity)
        {
            throw new InvalidOperationException($"Target memory is full: it holds {Capacity} targets that were asked for within {Horizon}.");
        }

        if (_count + 1 > _seen.Length * 9L / 10)
        {
            Grow();
        }

        Insert(token, age);
        return true;
    }

    private int Home(uint token) => (int)(((ulong)token * (uint)_seen.Length) >> 32);

    private int Find(uint token)
    {
        if (_count == 0)
        {
            return -1;
        }

        var tokens = _tokens;
        for (var place = Home(token); ; place = place + 1 == tokens.Length ? 0 : place + 1)
        {
            if (tokens[place] == token)
            {
                return place;
            }

            if (tokens[place] == 0)
            {
                return -1;
            }
        }
    }

    private void Insert(uint token, byte age)
    {
        var place = Home(token);
        while (_tokens[place] != 0)
        {
            place = place + 1 == _tokens.Length ? 0 : place + 1;
        }

        _tokens[place] = token;
        _seen[place] = age;
        _count++;
    }

    private void Grow()
    {
        var (tokens, seen) = (_tokens, _seen);
        Resize(PlacesFor(_count + Math.Max(8, _count / 4)));
        for (var place = 0; place < seen.Length; place++)
        {
            if (seen[place] != Empty)
            {
                Insert(tokens[place], seen[place]);
            }
        }
    }

    /// <summary>Rebuilds the table from what is still known, with the oldest bucket of the horizon as its base.</summary>
    private void ForgetExpired(Instant now)
    {
        var (tokens, seen, oldBase) = (_tokens, _seen, _baseBucket);
        var oldest = OldestWithin(Horizon, now);
        var survivors = CountWithin(Horizon, now);
        _baseBucket = Math.Max(oldBase, OldestBucket(Horizon, now));
        Resize(PlacesFor(survivors));
        for (var place = 0; place < seen.Length; place++)
        {
            if (seen[place] >= oldest)
            {
                Insert(tokens[place], (byte)(seen[place] + oldBase - _baseBucket));
            }
        }
    }

    private void Resize(int places)
    {
        _tokens = new uint[places];
        _seen = new byte[places];
        _count = 0;
    }
}
