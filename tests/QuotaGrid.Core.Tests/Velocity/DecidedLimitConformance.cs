using System.Numerics;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Tests.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

/// <summary>The limits of policies, as <see cref="CapabilityState"/> decides them: every acquisition is a batch of targets that were never asked for.</summary>
public sealed class DecidedLimitConformance : LimiterConformance
{
    private protected override IEnumerable<Func<Limiter>> Limiters =>
    [
        Of(Some.Velocity(7, TimeSpan.FromSeconds(1), 20)),
        Of(Some.Velocity(1, TimeSpan.FromDays(30), 3)),
        Of(Some.Velocity(10_000, TimeSpan.FromMilliseconds(1), 300)),
        Of(Some.Velocity(3, TimeSpan.FromMinutes(1), 5, LimitUnit.Requests)),
        Of(Some.Novel(500, TimeSpan.FromDays(30), 40)),
        Of(Some.Novel(1, TimeSpan.FromSeconds(1), 7)),
        Of(Some.Novel(500, TimeSpan.FromDays(30), 40) with { FirstSync = new FirstSync(5, TimeSpan.FromDays(2)) }),
        Of(Some.Novel(7, TimeSpan.FromSeconds(1), 20) with { FirstSync = new FirstSync(1, TimeSpan.FromSeconds(9)) }),
        Of(Some.Distinct(30, TimeSpan.FromHours(24))),
        Of(Some.Distinct(1, TimeSpan.FromMinutes(1))),
        Of(Some.InFlight(20, TimeSpan.FromSeconds(30))),
        Of(Some.InFlight(2, TimeSpan.FromHours(1))),
    ];

    private static Func<Limiter> Of(Limit limit) => () => new DecidedLimiter(limit, Some.Policy(limit), Seen(), 1);

    // Seen by another limit, because a burst that grows does so from the first request on, whether it was admitted or not.
    private static CapabilityState Seen()
    {
        var state = Some.New();
        state.Decide(Some.Lookup, Some.Policy(Some.Velocity(1, TimeSpan.FromSeconds(1), 1) with { Name = "other" }), Some.Targets(0), Admission.Whole, Limiter.Start);
        return state;
    }

    private sealed class DecidedLimiter(Limit limit, Policy policy, CapabilityState state, uint nextTarget) : Limiter
    {
        private uint _nextTarget = nextTarget;
        private HoldId? _latest;

        public override long Most => limit.Burst;

        public override long MostAtOnce => limit.Unit == LimitUnit.Requests ? 1 : Most;

        public override long PrecisionNanos => Instant.NanosPerTick;

        // A policy's limits look spent until the clock is where it was.
        public override bool TakesNoticeOfTheClock => false;

        public override long RefillNanos => limit.Period.Ticks * Instant.NanosPerTick * (limit.Kind == LimitKind.Distinct ? 1 : limit.Burst) / limit.Quota;

        public override bool GivesBack => limit.Kind == LimitKind.InFlight;

        public override bool Acquire(long permits, Instant now)
        {
            var decision = Decide(state, permits, now);
            _latest = decision.Hold ?? _latest;
            return decision.Outcome == Outcome.Allowed;
        }

        public override void GiveBackLatest(Instant now) => state.Release(_latest!.Value, now);

        public override long Available(Instant now) => Assert.Single(state.Peek(Some.Lookup, policy, now)).Remaining;

        public override long? NanosUntil(long permits, Instant now)
        {
            var decision = Decide(Some.Copy(state), permits, now);
            return decision.Outcome == Outcome.Allowed ? 0 : decision.RetryAfter?.Ticks * Instant.NanosPerTick;
        }

        public override BigInteger MostWithin(Instant from, Instant to)
        {
            BigInteger nanos = to.UnixNanos - from.UnixNanos;
            var period = limit.Period.Ticks * Instant.NanosPerTick;
            return limit.Kind is LimitKind.Distinct or LimitKind.InFlight
                ? limit.Quota * (1 + (nanos / period))
                : BurstAt(to) + (nanos * limit.Quota / period);
        }

        private BigInteger BurstAt(Instant to) => limit.FirstSync is not { } first
            ? limit.Burst
            : BigInteger.Min(
                limit.Burst,
                first.Burst + ((limit.Burst - first.Burst) * (BigInteger)(to.UnixNanos - Start.UnixNanos) / (first.FullAfter.Ticks * Instant.NanosPerTick)));

        public override Limiter Copy() => new DecidedLimiter(limit, policy, Some.Copy(state), _nextTarget);

        public override string ToString() => limit.ToString();

        private Decision Decide(CapabilityState asked, long permits, Instant now)
        {
            var targets = new Fingerprint[permits];
            for (var i = 0; i < targets.Length; i++)
            {
                targets[i] = EventList.TargetOf(_nextTarget++);
            }

            return asked.Decide(Some.Lookup, policy, targets, Admission.Whole, now);
        }
    }
}
