using System.Runtime.CompilerServices;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// The targets that one identity asked for with one capability, and when it last did. Answers "new or known?", "how many of this batch are new?" and "how many
/// different in the last while?". Up to <see cref="ExactCapacity"/> targets it holds a 32-bit token and an 8-bit age each and answers exactly, but for tokens that
/// coincide: of 16,384 targets one in 2^18 new ones is taken for known. Beyond, it is a <see cref="TargetSketch"/>, whose error is stated there.
/// </summary>
/// <remarks>
/// Time is counted in buckets of 1/240 of the horizon. An age is a bucket relative to a base, 1 to 255; when the time outruns that, what has expired is forgotten and
/// the base moves up, once in at least 14 buckets. A target is known for the horizon and at most one bucket longer, and counts in a window at most one bucket
/// longer: re-sync within the horizon is always free, and a distinct limit never lets in more.
/// </remarks>
public sealed partial class TargetMemory
{
    /// <summary>The most targets that are remembered exactly.</summary>
    public const int ExactCapacity = 16_384;

    /// <summary>How many buckets of time a horizon has.</summary>
    public const int BucketsPerHorizon = 240;

    private const byte FirstAge = 1;
    private const byte LastAge = byte.MaxValue;

    private static readonly int BytesOfFields = Unsafe.SizeOf<ExactTargets>() + Unsafe.SizeOf<TargetWindow>() + (6 * sizeof(long));

    private readonly long _bucketNanos;
    private ExactTargets _exact;
    private TargetSketch? _sketch;
    private long _baseBucket;

    // The bucket of the latest time asked about, so that most calls divide nothing.
    private long _bucketStart = long.MinValue;
    private TargetWindow _known;
    private byte _age;
    private ushort _ages = 1;

    /// <summary>Creates an empty memory.</summary>
    /// <param name="horizon">How long a target stays known, at least 240 ns and up to 366 days.</param>
    public TargetMemory(TimeSpan horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, new TimeSpan(BucketsPerHorizon));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizon, TimeSpan.FromDays(366));
        Horizon = horizon;
        _bucketNanos = ((horizon.Ticks * Instant.NanosPerTick) + BucketsPerHorizon - 1) / BucketsPerHorizon;
    }

    /// <summary>How long a target stays known after it was last asked for.</summary>
    public TimeSpan Horizon { get; }

    /// <summary>The span of one bucket of time, which is the precision of every answer.</summary>
    public TimeSpan Bucket => Instant.SpanOf(_bucketNanos);

    /// <summary>Whether every answer is exact: the memory holds the targets themselves, and not a sketch of them.</summary>
    public bool IsExact => _sketch is null;

    /// <summary>The bytes that hold the targets, with the capacity for more that comes with them.</summary>
    public int Bytes => _sketch is null ? _exact.Bytes : TargetSketch.CellCount + (3 * sizeof(long));

    /// <summary>Whether the target was asked for within a window. Of a sketch: whether it may have been; a target that was is never taken for new.</summary>
    /// <param name="target">The target.</param>
    /// <param name="window">Up to the horizon.</param>
    /// <param name="now">The time.</param>
    public bool IsKnown(Fingerprint target, TimeSpan window, Instant now)
    {
        var place = Find(target.Token);
        return place >= 0 && AgeAt(place) >= OldestWithin(window, now);
    }

    /// <summary>How many different targets were asked for within a window, of a sketch the estimate.</summary>
    /// <param name="window">Up to the horizon.</param>
    /// <param name="now">The time.</param>
    public int CountWithin(TimeSpan window, Instant now) => CountSince(OldestWithin(window, now));

    /// <summary>How many different targets of a batch were not asked for within the horizon, of a sketch the estimate.</summary>
    public int CountNew(ReadOnlySpan<Fingerprint> targets, Instant now)
    {
        Advance(now);
        var batch = new NewTargets(targets.Length);
        var weight = NovelWeight(KnownSince);
        var count = 0.0;
        foreach (var target in targets)
        {
            var place = Find(target.Token);
            if ((place < 0 || AgeAt(place) < KnownSince) && batch.Add(KeyOf(target.Token, place)))
            {
                count += weight;
            }
        }

        batch.Dispose();
        return (int)Math.Min(int.MaxValue, Math.Round(count));
    }

    /// <summary>
    /// When the number of different targets within a window will have fallen to a number, if none is asked for until then: now when it has already.
    /// </summary>
    public Instant WhenCountFallsTo(int count, TimeSpan window, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var age = OldestWithin(window, now);
        if (CountSince(age) <= count)
        {
            return now;
        }

        // The fewer buckets are left, the fewer targets: the first age from which on there are few enough.
        var last = LastAge + 1;
        while (age + 1 < last)
        {
            var middle = (age + last) / 2;
            (age, last) = CountSince(middle) <= count ? (age, middle) : (middle, last);
        }

        // The newest bucket that has to leave is the one before. It leaves when the window's start enters the bucket after it.
        return new Instant((_baseBucket + last - FirstAge) * _bucketNanos) + window;
    }

    /// <summary>Remembers that a target was asked for now.</summary>
    /// <returns>Whether it was not held before; of a sketch, whether it was certainly not.</returns>
    public bool Learn(Fingerprint target, Instant now)
    {
        Advance(now);
        var place = Find(target.Token);
        if (place < 0)
        {
            AddNew([target.Token], now);
            return true;
        }

        var isNew = AgeAt(place) == 0;
        Touch(place);
        return isNew;
    }

    /// <summary>Takes up what another memory of the same horizon holds: all targets of both, each with the later time. Doing so again, or the other way round, comes to the same.</summary>
    /// <exception cref="ArgumentException">The horizons differ.</exception>
    public void MergeFrom(TargetMemory other)
    {
        if (other.Horizon != Horizon)
        {
            throw new ArgumentException($"A memory of {other.Horizon} cannot be merged into one of {Horizon}.", nameof(other));
        }

        if (IsEmpty && other.IsEmpty)
        {
            return;
        }

        // What was seen over a horizon before the latest target of both has expired in any case.
        var expired = Math.Max(LatestBucket, other.LatestBucket) - BucketsPerHorizon;
        var first = IsEmpty ? other._baseBucket : other.IsEmpty ? _baseBucket : Math.Min(_baseBucket, other._baseBucket);
        Rebase(Math.Max(expired, first));
        Span<byte> ages = stackalloc byte[AgeMap.Count];
        AgeMap.Rebase(ages, _baseBucket - other._baseBucket);
        if (other._sketch is { } sketch)
        {
            // When all of it has expired this does not become a sketch, as it would not when merged the other way round.
            if (ages[Max(sketch.Cells)] > 0)
            {
                BecomeSketch().MergeFrom(sketch, ages);
            }
        }
        else
        {
            MergeFrom(other._exact, ages);
        }
    }

    /// <summary>The same memory under another horizon: known targets stay known, for as long as the new horizon says.</summary>
    public TargetMemory WithHorizon(TimeSpan horizon, Instant now)
    {
        var other = new TargetMemory(horizon);
        other._baseBucket = other.OldestBucket(horizon, now);
        Span<byte> ages = stackalloc byte[AgeMap.Count];
        ages[0] = 0;
        for (var age = (int)FirstAge; age <= LastAge; age++)
        {
            // The latest time that the bucket stands for, so that nothing is forgotten too early.
            var lastSeen = Math.Min(now.UnixNanos, ((_baseBucket + age - FirstAge + 1) * _bucketNanos) - 1);
            var bucket = lastSeen / other._bucketNanos;
            ages[age] = bucket < other._baseBucket ? (byte)0 : other.AgeOf(bucket);
        }

        other._exact = _exact.Mapped(ages);
        other._sketch = Mapped(_sketch, ages);
        return other;
    }

    private bool IsEmpty => _sketch is null && _exact.Count == 0;

    // What an age is for the sketch is the same as for the exact targets: the latest of them is that of the latest target.
    private long LatestBucket => IsEmpty ? 0 : _baseBucket + (_sketch is null ? Max(_exact.Ages) : Max(_sketch.Cells)) - FirstAge;

    private static byte Max(ReadOnlySpan<byte> ages)
    {
        byte max = 0;
        foreach (var age in ages)
        {
            max = Math.Max(max, age);
        }

        return max;
    }

    private void MergeFrom(in ExactTargets other, ReadOnlySpan<byte> ages)
    {
        var tokens = other.Tokens;
        var otherAges = other.Ages;
        var (newTokens, newAges) = (new uint[tokens.Length], new byte[tokens.Length]);
        var news = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var age = ages[otherAges[i]];
            var place = Find(tokens[i]);
            if (age == 0)
            {
                continue;
            }

            if (place < 0)
            {
                (newTokens[news], newAges[news++]) = (tokens[i], age);
            }
            else
            {
                SetAtLeast(place, age);
            }
        }

        // Mostly what is sent again: there is nothing to rebuild for it.
        if (news == 0)
        {
            return;
        }

        if (_sketch is null && _exact.Count + news <= ExactCapacity)
        {
            var all = default(ExactTargets);
            all.Fill([.. _exact.Tokens, .. newTokens.AsSpan(0, news)], [.. _exact.Ages, .. newAges.AsSpan(0, news)]);
            _exact = all;
            return;
        }

        var sketch = BecomeSketch();
        for (var i = 0; i < news; i++)
        {
            sketch.Put(newTokens[i], newAges[i]);
        }
    }
}
