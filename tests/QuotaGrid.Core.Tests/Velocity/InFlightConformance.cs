using System.Numerics;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class InFlightConformance : LimiterConformance
{
    private protected override IEnumerable<Func<Limiter>> Limiters =>
    [
        Of(1, TimeSpan.FromSeconds(30)),
        Of(10, TimeSpan.FromSeconds(30)),
        Of(137, TimeSpan.FromMilliseconds(5)),
        Of(InFlightPermits.MaxPermits, InFlightPermits.MaxLease),
        Of(3, new TimeSpan(1)),
    ];

    private static Func<Limiter> Of(int limit, TimeSpan lease) => () => new InFlightLimiter(new InFlightPermits(limit, lease));

    private sealed class InFlightLimiter(InFlightPermits permitsInFlight) : Limiter
    {
        private HoldId? _latest;

        public override long Most => permitsInFlight.Limit;

        public override long RefillNanos => permitsInFlight.LongestLease.Ticks * Instant.NanosPerTick;

        public override bool GivesBack => true;

        public override bool Acquire(long permits, Instant now)
        {
            var hold = permitsInFlight.Acquire((int)permits, permitsInFlight.LongestLease, now);
            _latest = hold ?? _latest;
            return hold is not null;
        }

        public override long Available(Instant now) => permitsInFlight.Available(now);

        public override long? NanosUntil(long permits, Instant now) => permitsInFlight.NanosUntil((int)permits, now);

        public override void GiveBackLatest(Instant now) => permitsInFlight.Release(_latest!.Value, now);

        public override BigInteger MostWithin(Instant from, Instant to) => Most * (1 + ((to.UnixNanos - from.UnixNanos) / RefillNanos));

        public override Limiter Copy()
        {
            var writer = new SnapshotWriter();
            permitsInFlight.Encode(writer);
            return new InFlightLimiter(InFlightPermits.Decode(new SnapshotReader(writer.ToArray())));
        }

        public override string ToString() => $"{Most} in flight for {permitsInFlight.LongestLease}";
    }
}
