using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Velocity;

public sealed class InFlightPropertyTests
{
    [Fact]
    public void ItSaysWhatAListOfHoldsSays()
    {
        for (var seed = 1; seed <= 2_500; seed++)
        {
            var walk = new Walk(seed);
            for (var step = 0; step < 60; step++)
            {
                if (walk.Step() is { } wrong)
                {
                    Assert.Fail($"Seed {seed}, step {step}: {wrong}");
                }
            }
        }
    }

    /// <summary>Holders that come, renew, go and die at random, and the list of them all.</summary>
    private sealed class Walk
    {
        private const long Lease = 1_000_000;

        private readonly Random _random;
        private readonly int _limit;
        private readonly List<(HoldId Id, int Permits, long Deadline)> _everyHold = [];
        private InFlightPermits _inFlight;
        private long _now = 1_789_200_000_000_000_000;

        public Walk(int seed)
        {
            _random = new Random(seed);
            _limit = _random.Next(1, 30);
            _inFlight = new InFlightPermits(_limit, Instant.SpanOf(Lease));
        }

        private IEnumerable<(HoldId Id, int Permits, long Deadline)> Live => _everyHold.Where(hold => hold.Deadline > _now);

        private int Held => Live.Sum(hold => hold.Permits);

        public string? Step()
        {
            _now += _random.Next(3) == 0 ? 0 : _random.NextInt64(Lease / 3);
            var now = new Instant(_now);
            var done = _random.Next(8) switch
            {
                0 => Release(now),
                1 => Renew(now),
                2 => Store(),
                _ => Acquire(now),
            };
            var permits = _random.Next(_limit + 2);
            return done ?? (_inFlight.Held(now) != Held ? $"{_inFlight.Held(now)} held, not {Held}"
                : _inFlight.NanosUntil(permits, now) != NanosUntil(permits) ? $"a wait of {_inFlight.NanosUntil(permits, now)}, not {NanosUntil(permits)}"
                : null);
        }

        private string? Acquire(Instant now)
        {
            var (permits, lease) = (_random.Next(1, _random.Next(1, _limit + 2) + 1), 100 * _random.NextInt64(1, (Lease / 100) + 1));
            var fits = Held + permits <= _limit;
            if (_inFlight.Acquire(permits, Instant.SpanOf(lease), now) is not { } id)
            {
                return fits ? "denied what fits" : null;
            }

            var isNew = _everyHold.TrueForAll(hold => hold.Id != id);
            _everyHold.Add((id, permits, _now + lease));
            return !fits ? "acquired what does not fit" : isNew ? null : "an id came twice";
        }

        private string? Release(Instant now)
        {
            if (_everyHold.Count == 0)
            {
                return null;
            }

            var place = _random.Next(_everyHold.Count);
            var hold = _everyHold[place];
            _everyHold[place] = hold with { Deadline = Math.Min(hold.Deadline, _now) };
            return _inFlight.Release(hold.Id, now) == hold.Deadline > _now ? null : "a release said the wrong thing";
        }

        private string? Renew(Instant now)
        {
            if (_everyHold.Count == 0)
            {
                return null;
            }

            var (place, lease) = (_random.Next(_everyHold.Count), 100 * _random.NextInt64(1, (Lease / 100) + 1));
            var hold = _everyHold[place];
            var isHeld = hold.Deadline > _now;
            _everyHold[place] = hold with { Deadline = isHeld ? _now + lease : hold.Deadline };
            return _inFlight.Renew(hold.Id, Instant.SpanOf(lease), now) == isHeld ? null : "a renewal said the wrong thing";
        }

        private string? Store()
        {
            _inFlight = InFlightPermitsTests.Read(InFlightPermitsTests.Bytes(_inFlight));
            return null;
        }

        private long? NanosUntil(int permits)
        {
            if (permits > _limit)
            {
                return null;
            }

            // Every deadline is tried, the soonest first.
            long[] times = [_now, .. Live.Select(hold => hold.Deadline).Order()];
            return times.First(then => Live.Where(hold => hold.Deadline > then).Sum(hold => hold.Permits) + permits <= _limit) - _now;
        }
    }
}
