using System.Numerics;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Velocity;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>
/// Random schedules of an identity whose first-sync allowance grows, against the contract word for word: from any earlier charge until now at most
/// burst(now) + quota x t / period, and never less than that allows.
/// </summary>
public sealed class FirstSyncPropertyTests
{
    private const int Identities = 500;
    private const int Requests = 40;

    [Theory]
    [InlineData(1, Admission.Whole)]
    [InlineData(2, Admission.Partial)]
    public void WhatIsAdmittedAndToldIsWhatTheContractSays(int firstSeed, Admission admission)
    {
        var waited = 0;
        for (var seed = firstSeed * 10_000; seed < (firstSeed * 10_000) + Identities; seed++)
        {
            var walk = new Walk(seed, admission);
            for (var request = 0; request < Requests; request++)
            {
                waited += walk.Step() ? 1 : 0;
            }
        }

        Assert.InRange(waited, 3_000, int.MaxValue);
    }

    private sealed class Walk
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly Admission _admission;
        private readonly Policy _policy;
        private readonly Limit _limit;
        private readonly long _span;
        private readonly ChargeLedger _ledger;
        private CapabilityState _state = Some.New();
        private long _now = Some.Start.UnixNanos;
        private long? _firstSeen;
        private uint _nextTarget = 1;

        public Walk(int seed, Admission admission)
        {
            (_seed, _random, _admission) = (seed, new Random(seed), admission);
            var period = new TimeSpan(RandomRate.LogUniform(_random, TimeSpan.FromDays(30).Ticks));
            var burst = _random.Next(1, 60);
            var span = new TimeSpan(RandomRate.LogUniform(_random, TimeSpan.FromDays(90).Ticks));
            _limit = Some.Novel(_random.Next(1, 60), period, burst) with { FirstSync = new FirstSync(_random.Next(1, burst + 1), span) };
            _policy = Some.Policy(_limit);
            _span = span.Ticks * Instant.NanosPerTick;
            _ledger = new ChargeLedger(_limit.Quota, period.Ticks * Instant.NanosPerTick);
        }

        /// <summary>Asks for new targets, and says whether some were denied with a time to wait.</summary>
        public bool Step()
        {
            _now += _random.Next(5) switch
            {
                0 => 0,
                1 => _random.NextInt64(1 + (_span / 4)),
                2 => _random.NextInt64(1 + (_span / 60)),
                3 => _random.NextInt64(1 + (_limit.Period.Ticks * Instant.NanosPerTick)),
                _ => _random.NextInt64(1 + (_limit.Period.Ticks * Instant.NanosPerTick / _limit.Quota)),
            };
            if (_random.Next(8) == 0)
            {
                _state = Some.Copy(_state);
            }

            var available = _ledger.Available(_now, BurstAt(_now));
            Check(_state.Peek(Some.Lookup, _policy, new Instant(_now))[0].Remaining == available, $"remaining is not {available}");
            var batch = _random.Next(3) == 0 ? (int)available + 1 : _random.Next(1, (int)_limit.Burst + 3);
            var targets = new Fingerprint[batch];
            for (var i = 0; i < batch; i++)
            {
                targets[i] = Some.Targets(_nextTarget++)[0];
            }

            var verdict = Admit(_state, targets, _now);
            _firstSeen ??= _now;
            var admitted = _admission == Admission.Partial ? Math.Min(batch, available) : batch <= available ? batch : 0;
            Check(verdict.Allowed == admitted, $"{verdict.Allowed} of {batch} were admitted, not {admitted}");
            _ledger.Charge(_now, admitted);
            return admitted < batch && IsWaitTrue(targets[(int)admitted..], verdict.RetryAfterNanos);
        }

        private bool IsWaitTrue(Fingerprint[] denied, long wait)
        {
            var needed = _admission == Admission.Partial ? 1 : denied.Length;
            if (needed > _limit.Burst)
            {
                Check(wait == Verdict.Never, $"a wait of {wait} ns for more than there ever is");
                return false;
            }

            Check(wait > 0, $"a wait of {wait} ns");
            Check(_ledger.Available(_now + wait, BurstAt(_now + wait)) >= needed, $"{needed} are not there after {wait} ns");
            Check(_ledger.Available(_now + wait - 1, BurstAt(_now + wait - 1)) < needed, $"{needed} are there 1 ns before {wait} ns");
            Check(Admit(Some.Copy(_state), denied, _now + wait - 1).Allowed == 0, $"admitted 1 ns before {wait} ns");
            Check(Admit(Some.Copy(_state), denied, _now + wait).Allowed > 0, $"denied after {wait} ns");
            return true;
        }

        private Verdict Admit(CapabilityState state, Fingerprint[] targets, long now) =>
            state.Admit(Some.Lookup, _policy, targets, _admission, new Instant(now), new ulong[ItemSet.WordsFor(targets.Length)]);

        private long BurstAt(long now)
        {
            var (first, age) = (_limit.FirstSync!, (BigInteger)(now - (_firstSeen ?? now)));
            return first.Burst + (long)BigInteger.Min(_limit.Burst - first.Burst, (_limit.Burst - first.Burst) * age / _span);
        }

        private void Check(bool holds, string what)
        {
            if (!holds)
            {
                Assert.Fail($"Seed {_seed}, {_now - Some.Start.UnixNanos} ns: {what}; {_limit}");
            }
        }
    }
}
