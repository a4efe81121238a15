using System.Numerics;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Tests.Decisions;

public sealed class DecisionPropertyTests
{
    private const int Policies = 250;
    private const int Requests = 60;

    [Theory]
    [InlineData(1, Stage.Enforced)]
    [InlineData(2, Stage.Enforced)]
    [InlineData(3, Stage.Shadow)]
    public void EveryDecisionIsWhatAnObviousDeciderSays(int firstSeed, Stage stage)
    {
        for (var seed = firstSeed * 1_000; seed < (firstSeed * 1_000) + Policies; seed++)
        {
            var walk = new Walk(seed, stage);
            for (var request = 0; request < Requests; request++)
            {
                walk.Step();
                walk.AssertAgreement();
                walk.AssertStoredAgrees();
                walk.AssertOneIsDecidedAsTheFirstOfTwo();
            }
        }
    }

    [Fact]
    public void WaitingOutTheRetryAfterAdmitsAndATickLessDoesNot()
    {
        var tested = 0;
        for (var seed = 10_000; seed < 10_000 + Policies; seed++)
        {
            var walk = new Walk(seed, Stage.Enforced);
            for (var request = 0; request < Requests; request++)
            {
                walk.Step();
                tested += walk.AssertRetryAfterIsTrue() ? 1 : 0;
            }
        }

        Assert.InRange(tested, 1_000, int.MaxValue);
    }

    [Fact]
    public void AStateThatWasStoredDecidesAsTheOriginal()
    {
        for (var seed = 20_000; seed < 20_000 + Policies; seed++)
        {
            var walk = new Walk(seed, Stage.Enforced);
            for (var request = 0; request < Requests; request++)
            {
                walk.Step();
                if (request % 7 == 3)
                {
                    walk.StoreAndRead();
                }

                walk.AssertAgreement();
            }
        }
    }

    /// <summary>An identity that asks at random, decided by the state and by the oracle.</summary>
    private sealed class Walk
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly CapabilityDefinition _definition;
        private readonly Policy _policy;
        private readonly ObviousDecider _oracle;
        private readonly uint _targets;
        private readonly List<(HoldId Hold, long End)> _holds = [];
        private readonly HashSet<HoldId> _released = [];
        private readonly Dictionary<HoldId, HoldId> _storedHolds = [];
        private CapabilityState _state;
        private CapabilityState _stored;
        private CapabilityState? _before;
        private Instant _now = Some.Start;
        private uint[] _batch = [];
        private Admission _admission;
        private Decision? _decision;
        private ObviousDecider.Verdict? _verdict;

        public Walk(int seed, Stage stage)
        {
            _seed = seed;
            _random = new Random(seed);
            _definition = Some.Lookup with { Horizon = new TimeSpan(_random.NextInt64(240, (long)Math.Pow(10, _random.Next(4, 14)))) };
            _policy = Some.RandomPolicy(_random, _definition.Horizon) with { Stage = stage };
            _oracle = new ObviousDecider(_definition.Horizon, _policy);
            _state = new CapabilityState(_definition.Horizon);
            _stored = new CapabilityState(_definition.Horizon);
            _targets = (uint)_random.Next(2, 80);
        }

        public void Step()
        {
            var horizon = _definition.Horizon.Ticks * 100;
            _now = new Instant(_now.UnixNanos + (_random.Next(6) switch
            {
                0 => 0,
                1 => _random.NextInt64(1 + (horizon / 2)),
                2 => _random.NextInt64(_policy.Limits[0].Period.Ticks * 100),
                _ => _random.NextInt64(1 + (horizon / 1_000)),
            }));
            ReleaseSome();
            _batch = [.. Enumerable.Range(0, _random.Next(3) == 0 ? 1 : _random.Next(1, 25)).Select(_ => (uint)_random.Next(1, (int)_targets))];
            _admission = _random.Next(2) == 0 ? Admission.Partial : Admission.Whole;
            _verdict = _oracle.Decide(_batch, _admission, _now.UnixNanos);
            _before = _batch.Length == 1 ? Some.Copy(_state) : null;
            _decision = _state.Decide(_definition, _policy, Some.Targets(_batch), _admission, _now);
            var limit = _policy.Limits.FirstOrDefault(limit => limit.Kind == LimitKind.InFlight);
            Check(_decision.Hold is not null == (limit is not null && _verdict.Allowed.Contains(true)), "hold");
            if (_decision.Hold is { } hold)
            {
                _holds.Add((hold, (_now + limit!.Period).UnixNanos));
            }
        }

        // Some that are held, some that were released or expired.
        private void ReleaseSome()
        {
            for (var left = _holds.Count == 0 ? 0 : _random.Next(3); left > 0; left--)
            {
                var (hold, end) = _holds[^_random.Next(1, Math.Min(_holds.Count, 8) + 1)];
                var released = _state.Release(hold, _now);
                Check(released == (_released.Add(hold) && _oracle.Release(end, _now.UnixNanos)), "released");
                if (_storedHolds.TryGetValue(hold, out var stored))
                {
                    Check(released == _stored.Release(stored, _now), "released of a stored state");
                }
            }
        }

        /// <summary>Decides the same by a state that was stored and read before: it says the same of everything.</summary>
        public void AssertStoredAgrees()
        {
            _stored = Some.Copy(_stored);
            var decision = _stored.Decide(_definition, _policy, Some.Targets(_batch), _admission, _now);
            if (_decision!.Hold is { } hold && decision.Hold is { } storedHold)
            {
                // A name of its own: which places are free is not stored.
                _storedHolds[hold] = storedHold;
                decision = decision with { Hold = hold };
            }

            Check(decision with { Limits = _decision.Limits } == _decision, "the decision of a stored state");
            Check(decision.Limits.SequenceEqual(_decision.Limits), "the limits of a stored state");
            Check(_stored.Evidence == _state.Evidence && _stored.Overlap == _state.Overlap, "evidence or overlap of a stored state");
        }

        /// <summary>One target in a batch has another way than in a batch of it twice, whose first item is decided alike.</summary>
        public void AssertOneIsDecidedAsTheFirstOfTwo()
        {
            if (_before is null)
            {
                return;
            }

            var twice = _before.Decide(_definition, _policy, Some.Targets(_batch[0], _batch[0]), Admission.Partial, _now);
            var (one, both) = (Admitted(_decision!), Admitted(twice));
            Check(one[0] == both[0], "the first of two");
            Check(_decision!.Novel == twice.Novel, "novel of two");
            Check(both[0] || !both[1], "the second of two was admitted and not the first");
            for (var i = 0; i < _policy.Limits.Length; i++)
            {
                var paidTwice = both[1] && _policy.Limits[i].Kind == LimitKind.Velocity && _policy.Limits[i].Unit == LimitUnit.Items ? 1 : 0;
                Check(_decision.Limits[i].Remaining - paidTwice == twice.Limits[i].Remaining, $"limit {i} of two");
            }
        }

        public void StoreAndRead() => _state = Some.Copy(_state);

        public void AssertAgreement()
        {
            var allowed = Admitted(_decision!);
            Check(Enumerable.SequenceEqual(_verdict!.Allowed, Enumerable.Range(0, _batch.Length).Select(i => allowed[i])), "allowed");
            Check(_policy.Stage == Stage.Enforced ? _decision!.ShadowDenied is null : _decision!.Allowed == ItemSet.All(_batch.Length), "stage");
            Check(_decision.Outcome == ExpectedOutcome(), "outcome");
            Check(_decision.Novel == _verdict.Novel, "novel");
            Check(_decision.Limit is null ? _verdict.Binding.Length == 0 : _verdict.Binding.Contains(_decision.Limit), "binding limit");
            Check(_policy.Stage == Stage.Shadow || _decision.RetryAfter == Ticks(_verdict.RetryNanos), "retry after");
            for (var i = 0; i < _policy.Limits.Length; i++)
            {
                var (remaining, reset) = _oracle.StatusOf(i, _now.UnixNanos);
                var limit = _policy.Limits[i];
                var expected = new LimitStatus(limit.Name, limit.Kind, limit.Quota, limit.Period, remaining, Ticks(reset)!.Value);
                Check(_decision.Limits[i] == expected, $"limit {i}: {_decision.Limits[i]}, not {expected}");
            }

            var evidence = _state.Evidence;
            Check((evidence.Requests, evidence.Asked, evidence.Denied, evidence.Novel) == _oracle.Evidence, "evidence");
            Check(evidence.LastSeen == _now, "last seen");
        }

        /// <summary>Asks again for what was denied, at the time that the decision named and just before; unless known targets expire in between.</summary>
        public bool AssertRetryAfterIsTrue()
        {
            if (_decision!.RetryAfter is not { } retryAfter)
            {
                return false;
            }

            var asked = _admission == Admission.Whole ? _batch : [.. _batch.Where((_, i) => !_decision.Allowed[i])];
            var then = _now + retryAfter;
            if (asked.Any(target => !_oracle.NeedsOf(target, _now.UnixNanos).SequenceEqual(_oracle.NeedsOf(target, then.UnixNanos))))
            {
                return false;
            }

            var early = Some.Copy(_state).Decide(_definition, _policy, Some.Targets(asked), _admission, then - new TimeSpan(1));
            Check(early.Outcome == Outcome.Denied, "admitted a tick before the retry-after");
            var late = Some.Copy(_state).Decide(_definition, _policy, Some.Targets(asked), _admission, then);
            Check(_admission == Admission.Whole ? late.Outcome == Outcome.Allowed : late.Outcome != Outcome.Denied, "denied at the retry-after");
            return true;
        }

        private ItemSet Admitted(Decision decision) => _policy.Stage == Stage.Enforced ? decision.Allowed : decision.ShadowDenied!.Value.Complement();

        private Outcome ExpectedOutcome()
        {
            var denied = _verdict!.Allowed.Count(allowed => !allowed);
            return _policy.Stage == Stage.Shadow || denied == 0 ? Outcome.Allowed : denied == _batch.Length ? Outcome.Denied : Outcome.Partial;
        }

        private static TimeSpan? Ticks(BigInteger? nanos) => nanos is { } some ? new TimeSpan((long)((some + 99) / 100)) : null;

        private void Check(bool holds, string what) =>
            Assert.True(holds, $"Seed {_seed}, {_admission}, {_batch.Length} items at {_now.UnixNanos - Some.Start.UnixNanos}: {what}; {_policy}");
    }
}
