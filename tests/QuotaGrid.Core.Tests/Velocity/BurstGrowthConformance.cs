using System.Numerics;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class BurstGrowthConformance : LimiterConformance
{
    private protected override IEnumerable<Func<Limiter>> Limiters =>
    [
        Of(new Rate(5_000, TimeSpan.FromDays(30), 5_000), 50, TimeSpan.FromDays(7)),
        Of(new Rate(1, TimeSpan.FromDays(30), 12), 1, TimeSpan.FromDays(366)),
        Of(new Rate(10_000_000, TimeSpan.FromSeconds(1), 1_000_000), 999_999, TimeSpan.FromMilliseconds(3)),
        Of(new Rate(7, TimeSpan.FromSeconds(1), 20), 20, new TimeSpan(1)),
    ];

    private static Func<Limiter> Of(Rate full, long initial, TimeSpan span) =>
        () => new GrowingLimiter(new BurstGrowth(full, initial, span), default);

    private sealed class GrowingLimiter(BurstGrowth growth, Gcra gcra) : Limiter
    {
        private Gcra _gcra = gcra;
        private long _latest;

        public override long Most => growth.Full.Burst;

        public override long RefillNanos => (long)((Int128)Most * growth.Full.PeriodNanos / growth.Full.Quota);

        // A clock that jumped back to before the growth waits for all of it.
        public override long LongestWaitNanos => long.MaxValue;

        public override bool GivesBack => true;

        public override bool Acquire(long permits, Instant now)
        {
            var rate = growth.RateAt(Start, now);
            if (!_gcra.Has(rate, now, permits))
            {
                _gcra.CutToBurst(rate, now);
                return false;
            }

            _gcra.Charge(rate, now, permits);
            _latest = permits;
            return true;
        }

        public override long Available(Instant now) => _gcra.Available(growth.RateAt(Start, now), now);

        public override long? NanosUntil(long permits, Instant now) => growth.NanosUntil(_gcra, Start, now, permits);

        public override void GiveBackLatest(Instant now) => _gcra.Refund(growth.RateAt(Start, now), now, _latest, long.MaxValue);

        public override BigInteger MostWithin(Instant from, Instant to) =>
            growth.BurstAt(Start, to) + ((BigInteger)growth.Full.Quota * (to.UnixNanos - from.UnixNanos) / growth.Full.PeriodNanos);

        public override Limiter Copy() => new GrowingLimiter(growth, GcraConformance.Stored(_gcra));

        public override string ToString() => growth.ToString();
    }
}
