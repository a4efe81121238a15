using System.Runtime.CompilerServices;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <summary>What was lifted from one identity: when it was pardoned last or passed a challenge, and which challenges it passed lately. What began before then is not done about it any more.</summary>
public struct Relief
{
    /// <summary>The most challenges that lift something within <see cref="Period"/>: who can solve challenges without end is no likelier honest for it.</summary>
    public const int MaxPasses = 3;

    private Passes _passes;
    private int _count;

    /// <summary>How long a passed challenge counts.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromDays(30);

    /// <summary>What began until then is lifted.</summary>
    public Instant Until { readonly get; private set; }

    /// <summary>Lifts what began until now.</summary>
    internal void Pardon(Instant now) => Until = now > Until ? now : Until;

    /// <summary>Whether a challenge was passed before and is remembered.</summary>
    internal readonly bool Has(ChallengeId challenge)
    {
        foreach (var pass in ((ReadOnlySpan<Pass>)_passes)[.._count])
        {
            if (pass.Challenge == challenge)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes up that a challenge was passed, if there is one left.</summary>
    /// <returns>Whether there was.</returns>
    internal bool TryPass(ChallengeId challenge, Instant now)
    {
        // From the first one: they are in the order in which they were passed.
        var old = 0;
        while (old < _count && now.UnixNanos - _passes[old].At.UnixNanos >= Period.Ticks * Instant.NanosPerTick)
        {
            old++;
        }

        Span<Pass> passes = _passes;
        passes[old.._count].CopyTo(passes);
        _count -= old;
        if (_count == MaxPasses)
        {
            return false;
        }

        passes[_count++] = new Pass(challenge, now);
        Pardon(now);
        return true;
    }

    /// <summary>Writes the state.</summary>
    internal readonly void Encode(SnapshotWriter writer)
    {
        writer.Int64(Until.UnixNanos);
        writer.Byte((byte)_count);
        foreach (var pass in ((ReadOnlySpan<Pass>)_passes)[.._count])
        {
            writer.Int64((long)pass.Challenge.Value);
            writer.Int64(pass.At.UnixNanos);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not that.</exception>
    internal static Relief Decode(SnapshotReader reader)
    {
        var state = new Relief { Until = Time(reader), _count = (int)reader.Varint(0, MaxPasses) };
        for (var i = 0; i < state._count; i++)
        {
            state._passes[i] = new Pass(new ChallengeId((ulong)reader.Int64()), Time(reader));
        }

        return state;
    }

    private static Instant Time(SnapshotReader reader) =>
        reader.Int64() is >= 0 and var nanos ? new Instant(nanos) : throw new SnapshotFormatException("Something was lifted before 1970.");

    private readonly record struct Pass(ChallengeId Challenge, Instant At);

    [InlineArray(MaxPasses)]
    private struct Passes
    {
        private Pass _first;
    }
}
