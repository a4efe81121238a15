using System.Numerics;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Velocity;

/// <summary>What <see cref="LimiterConformance"/> asks of a limit, whatever it counts. Made anew, a limit is untouched at <see cref="Start"/>.</summary>
internal abstract class Limiter
{
    public static readonly Instant Start = new(1_789_200_000_000_000_000);

    /// <summary>The most permits that can ever be there.</summary>
    public abstract long Most { get; }

    /// <summary>The most permits that one acquisition can name.</summary>
    public virtual long MostAtOnce => Most;

    /// <summary>About how long it takes from empty to full.</summary>
    public abstract long RefillNanos { get; }

    /// <summary>The longest wait that is told for what can be there, whatever the clock does.</summary>
    public virtual long LongestWaitNanos => RefillNanos + 1;

    /// <summary>What told waits are rounded up to.</summary>
    public virtual long PrecisionNanos => 1;

    /// <summary>Whether a told wait is also enough after the clock jumped back and an acquisition was denied since.</summary>
    public virtual bool TakesNoticeOfTheClock => true;

    /// <summary>Whether <see cref="GiveBackLatest"/> does anything.</summary>
    public virtual bool GivesBack => false;

    public abstract bool Acquire(long permits, Instant now);

    public abstract long Available(Instant now);

    public abstract long? NanosUntil(long permits, Instant now);

    /// <summary>Gives back all permits of the latest acquisition.</summary>
    public virtual void GiveBackLatest(Instant now) => throw new NotSupportedException();

    /// <summary>The contract: the most permits acquired from one time to another, both included, when none is given back.</summary>
    public abstract BigInteger MostWithin(Instant from, Instant to);

    /// <summary>The same limit, encoded and decoded.</summary>
    public abstract Limiter Copy();
}
