using System.Numerics;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class GcraConformance : LimiterConformance
{
    private protected override IEnumerable<Func<Limiter>> Limiters =>
    [
        Of(new Rate(1, TimeSpan.FromDays(30), 1)),
        Of(new Rate(1, TimeSpan.FromDays(30), 12)),
        Of(new Rate(1, TimeSpan.FromDays(366), 9)),
        Of(new Rate(7, TimeSpan.FromSeconds(1), 20)),
        Of(new Rate(5_000, TimeSpan.FromDays(30), 5_000)),
        Of(new Rate(999_999_937, TimeSpan.FromDays(366), 1_000_000_000)),
        Of(new Rate(9_999_999, TimeSpan.FromSeconds(1), 1_000)),
        Of(new Rate(10_000_000, TimeSpan.FromSeconds(1), 1_000_000_000)),
        Of(new Rate(1_000_000_000, TimeSpan.FromSeconds(100), 1)),
    ];

    private static Func<Limiter> Of(Rate rate) => () => new GcraLimiter(rate, default);

    private sealed class GcraLimiter(Rate rate, Gcra gcra) : Limiter
    {
        private Gcra _gcra = gcra;
        private long _latest;

        public override long Most => rate.Burst;

        public override long RefillNanos => (long)((Int128)rate.Burst * rate.PeriodNanos / rate.Quota);

        // A stored ceiling may be ahead of what was charged by a tenth of the burst or the period, and a permit.
        public override long LongestWaitNanos =>
            RefillNanos + 3 + (Math.Max(RefillNanos, rate.PeriodNanos) / 10) + (rate.PeriodNanos / rate.Quota);

        public override bool GivesBack => true;

        public override bool Acquire(long permits, Instant now)
        {
            Assert.Equal(permits <= Available(now), _gcra.Has(rate, now, permits));
            if (!_gcra.Has(rate, now, permits))
            {
                _gcra.CutToBurst(rate, now);
                return false;
            }

            _gcra.Charge(rate, now, permits);
            _latest = permits;
            return true;
        }

        public override long Available(Instant now) => _gcra.Available(rate, now);

        public override long? NanosUntil(long permits, Instant now) => _gcra.NanosUntil(rate, now, permits);

        public override void GiveBackLatest(Instant now) => _gcra.Refund(rate, now, _latest, long.MaxValue);

        public override BigInteger MostWithin(Instant from, Instant to) =>
            rate.Burst + ((BigInteger)rate.Quota * (to.UnixNanos - from.UnixNanos) / rate.PeriodNanos);

        public override Limiter Copy() => new GcraLimiter(rate, Stored(_gcra));

        public override string ToString() => rate.ToString();
    }

    internal static Gcra Stored(Gcra gcra)
    {
        var writer = new SnapshotWriter();
        writer.Int64(gcra.Tat.UnixNanos);
        writer.Varint((ulong)gcra.Remainder);
        var reader = new SnapshotReader(writer.ToArray());
        return new Gcra(new Instant(reader.Int64()), (long)reader.Varint(0, Rate.MaxPermits - 1));
    }
}
