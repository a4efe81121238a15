using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Targets;

/// <content>
/// What a decision asks and tells, target by target. After <see cref="Advance"/> ages and places can be compared and kept until the next call that adds targets.
/// </content>
public sealed partial class TargetMemory
{
    /// <summary>The age under which a target is known: everything older has expired.</summary>
    internal int KnownSince => _known.Oldest;

    /// <summary>The span of one bucket, in nanoseconds.</summary>
    internal long BucketNanos => _bucketNanos;

    /// <summary>When the bucket ends that <see cref="Advance"/> entered, in nanoseconds since the Unix epoch.</summary>
    internal long BucketEndNanos => _bucketStart + _bucketNanos;

    /// <summary>Makes ready for questions and answers at one time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Advance(Instant now)
    {
        if ((ulong)(now.UnixNanos - _bucketStart) >= (ulong)_bucketNanos)
        {
            EnterBucket(now);
        }

        Refresh(ref _known, Horizon, now);
    }

    /// <summary>Brings a window up to a time that <see cref="Advance"/> was called with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Refresh(ref TargetWindow window, TimeSpan span, Instant now)
    {
        if ((ulong)(window.EdgeNanos - 1 - now.UnixNanos) >= (ulong)_bucketNanos || window.Ages != _ages)
        {
            Restart(ref window, span, now);
        }
    }

    /// <summary>Brings the ages of two syncs up to a time that <see cref="Advance"/> was called with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Refresh(ref SyncAges ages, in SyncOverlap sync)
    {
        if (ages.Ages != _ages)
        {
            // What was seen before the base is not held any more: the oldest age stands for every time before.
            ages.Latest = AgeOf(BucketOf(sync.Started));
            ages.Previous = AgeOf(BucketOf(sync.PreviousStarted));
            ages.Ages = _ages;
        }
    }

    /// <summary>How many different targets are within a window that was brought up to now.</summary>
    internal int CountOf(ref TargetWindow window)
    {
        // What a sketch counts is estimated anew each time, so that a limit denies and says how long to wait by the same number.
        if (window.Count == TargetWindow.NotCounted || !IsExact)
        {
            window.Count = CountSince(window.Oldest);
        }

        Debug.Assert(!IsExact || window.Count == CountSince(window.Oldest), "Whoever holds a window adds what enters it.");
        return window.Count;
    }

    /// <summary>Asks for the memory's own fields; first of three steps, each of which needs what the one before asked for.</summary>
    internal void Prefetch() => CacheLine.Prefetch(ref _sketch, BytesOfFields);

    /// <summary>Asks for what says where a target would be.</summary>
    internal void PrefetchBin(Fingerprint target)
    {
        if (_sketch is null)
        {
            _exact.PrefetchBin(target.Token);
        }
    }

    /// <summary>Asks for where a target would be.</summary>
    internal void PrefetchTarget(Fingerprint target)
    {
        if (_sketch is null)
        {
            _exact.PrefetchTarget(target.Token);
        }
        else
        {
            CacheLine.Prefetch(ref _sketch.AgeAt(TargetSketch.CellOf(target.Token)));
        }
    }

    /// <summary>Where a token is held, or a negative number; a sketch has a place for every token.</summary>
    internal int Find(uint token) => _sketch is null ? _exact.Find(token) : TargetSketch.CellOf(token);

    /// <summary>The age at a place, larger is later; 0 in a sketch where nothing was put.</summary>
    internal ref byte AgeAt(int place) => ref _sketch is null ? ref _exact.AgeAt(place) : ref _sketch.AgeAt(place);

    /// <summary>The tokens of the targets that are known, in ascending order. Only while memory is exact.</summary>
    internal ImmutableArray<uint> KnownTokens()
    {
        Debug.Assert(IsExact, "A sketch has no tokens.");
        var tokens = _exact.Tokens;
        var ages = _exact.Ages;
        var known = ImmutableArray.CreateBuilder<uint>(tokens.Length);
        for (var i = 0; i < tokens.Length; i++)
        {
            if (ages[i] >= KnownSince)
            {
                known.Add(tokens[i]);
            }
        }

        known.Sort();
        return known.DrainToImmutable();
    }

    /// <summary>The age of what is asked for now.</summary>
    internal byte AgeNow => _age;

    /// <summary>Remembers that what is at a place was asked for now.</summary>
    internal void Touch(int place) => SetAtLeast(place, _age);

    /// <summary>How many new targets each stands for that a sketch recognises as new since an age, because it takes the others for known; 1 when exact.</summary>
    internal double NovelWeight(int oldest) => _sketch is null ? 1 : _sketch.NovelWeight(oldest);

    /// <summary>Remembers different targets that have no place, as asked for now.</summary>
    internal void AddNew(ReadOnlySpan<uint> tokens, Instant now)
    {
        if (_exact.Count + tokens.Length > ExactCapacity)
        {
            Rebase(Math.Max(_baseBucket, OldestBucket(Horizon, now)));
            _age = AgeOf(BucketOf(now));
        }

        if (_exact.Count + tokens.Length <= ExactCapacity)
        {
            _exact.Add(tokens, _age);
            return;
        }

        var sketch = BecomeSketch();
        foreach (var token in tokens)
        {
            sketch.Put(token, _age);
        }
    }

    /// <summary>What tells different targets apart when a batch is counted: of a sketch, the cell.</summary>
    internal uint KeyOf(uint token, int place) => _sketch is null ? token : (uint)place + 1;

    private void SetAtLeast(int place, byte age)
    {
        ref var held = ref AgeAt(place);
        if (held < age)
        {
            held = age;
        }
    }

    private int OldestWithin(TimeSpan window, Instant now)
    {
        Debug.Assert(window <= Horizon, "A window is within the horizon.");
        return (int)Math.Clamp(OldestBucket(window, now) - _baseBucket + FirstAge, FirstAge, LastAge + 1);
    }

    private int CountSince(int oldest) => _sketch is null ? _exact.CountSince(oldest) : (int)Math.Round(_sketch.CountSince(oldest));

    private void EnterBucket(Instant now)
    {
        var bucket = BucketOf(now);
        if (!IsEmpty && bucket - _baseBucket + FirstAge > LastAge)
        {
            Rebase(OldestBucket(Horizon, now));
        }

        // Exact again now, and not only when the base moves: that depends on whether the memory was stored.
        if (_sketch is not null && Max(_sketch.Cells) < OldestWithin(Horizon, now))
        {
            _sketch = null;
        }

        // Also when everything has just expired: the base must not move again with the first target that is added.
        if (IsEmpty && _baseBucket != bucket)
        {
            _baseBucket = bucket;
            ForgetWindows();
        }

        _bucketStart = bucket * _bucketNanos;
        _age = AgeOf(bucket);
    }

    private void Restart(ref TargetWindow window, TimeSpan span, Instant now)
    {
        var oldest = (short)OldestWithin(span, now);
        window.EdgeNanos = unchecked(((OldestBucket(span, now) + 1) * _bucketNanos) + (span.Ticks * Instant.NanosPerTick));
        if (window.Oldest != oldest || window.Ages != _ages)
        {
            window.Count = TargetWindow.NotCounted;
        }

        window.Oldest = oldest;
        window.Ages = _ages;
    }

    // 0 is kept for windows that were never refreshed.
    private void ForgetWindows()
    {
        _ages = (ushort)((_ages % ushort.MaxValue) + 1);
        _bucketStart = long.MinValue;
    }

    private long BucketOf(Instant now) => now.UnixNanos / _bucketNanos;

    private long OldestBucket(TimeSpan window, Instant now) => Math.Max(0, now.UnixNanos - (window.Ticks * Instant.NanosPerTick)) / _bucketNanos;

    // A clock that jumped back may name a bucket before the base: the base is the oldest that can be told.
    private byte AgeOf(long bucket) => (byte)Math.Clamp(bucket - _baseBucket + FirstAge, FirstAge, LastAge);

    /// <summary>Moves the base to a bucket and forgets what was last seen before it.</summary>
    private void Rebase(long bucket)
    {
        Span<byte> ages = stackalloc byte[AgeMap.Count];
        AgeMap.Rebase(ages, bucket - _baseBucket);
        _exact.Map(ages);
        _sketch = Mapped(_sketch, ages);
        _baseBucket = bucket;
        ForgetWindows();
    }

    // Without a target a sketch has nothing left to say, and the memory is exact again.
    private static TargetSketch? Mapped(TargetSketch? sketch, ReadOnlySpan<byte> ages) =>
        sketch?.Mapped(ages) is { IsEmpty: false } mapped ? mapped : null;

    private TargetSketch BecomeSketch()
    {
        if (_sketch is null)
        {
            _sketch = new TargetSketch();
            var (tokens, ages) = (_exact.Tokens.ToArray(), _exact.Ages.ToArray());
            for (var i = 0; i < tokens.Length; i++)
            {
                _sketch.Put(tokens[i], ages[i]);
            }

            _exact = default;
            ForgetWindows();
        }

        return _sketch;
    }
}
