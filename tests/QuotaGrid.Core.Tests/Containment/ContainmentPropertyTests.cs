using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Containment;

/// <summary>
/// Random identities with random sights, against a list of what was admitted when and of the convictions that there were: what is known always passes but for a block, nothing new passes while
/// contained, and from the conviction on nothing new of the batch.
/// </summary>
public sealed class ContainmentPropertyTests
{
    [Fact]
    public void WhatIsAdmittedIsWhatAListOfEventsSays()
    {
        var (convictions, contained, blocked) = (0, 0, 0);
        for (var seed = 1; seed <= 400; seed++)
        {
            var walk = new Walk(seed);
            for (var request = 0; request < 60; request++)
            {
                walk.Step();
            }

            (convictions, contained, blocked) = (convictions + walk.Convictions, contained + walk.Contained, blocked + walk.Blocked);
        }

        Assert.True(convictions > 400 && contained > 1_000 && blocked > 300, $"{convictions} convictions; {contained} requests were contained, {blocked} blocked.");
    }

    private sealed class Walk
    {
        private readonly Random _random;
        private readonly Policy _policy;
        private readonly ClusterView _view;
        private readonly List<(uint Number, long At)> _admitted = [];
        private readonly List<TargetPlace> _marked = [];
        private readonly int _seed;
        private readonly int _numbers;
        private CapabilityState _state = Some.New();
        private Conviction _before;
        private Instant _now = Some.Start;

        public Walk(int seed)
        {
            (_seed, _random) = (seed, new Random(seed));
            _numbers = _random.Next(20, 3_000);
            LadderStep[] ladder = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => new LadderStep((ContainmentAction)_random.Next(1, 4), TimeSpan.FromMinutes(_random.Next(1, 3_000))))];
            _policy = WatchedWorld.Under(new Detection((Stage)_random.Next(1, 3), 1_000, [.. ladder.OrderBy(step => step.Action)]));
            _view = new ClusterView(place => (PlaceCoverage)((place.Offset * 7 + seed) % 4), (place, _) => _marked.Add(place));
            _view.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(ShareBound.Of(0.16), ShareBound.Whole, ShareBound.Whole));
        }

        public int Convictions { get; private set; }

        public int Contained { get; private set; }

        public int Blocked { get; private set; }

        public void Step()
        {
            // Mostly on, sometimes back: by so little that no limit is exhausted by it.
            var isBack = _random.Next(10) == 0;
            _now = new Instant(_now.UnixNanos + ((isBack ? -1 : 1) * (long)Math.Pow(10, _random.NextDouble() * (isBack ? 12 : 14.5))));
            Intervene();
            uint[] numbers = [.. Enumerable.Range(0, _random.Next(1, 40)).Select(_ => (uint)_random.Next(_numbers))];
            TargetPlace[] places = [.. numbers.Take(_random.Next(4) == 0 ? _random.Next(numbers.Length) : numbers.Length).Select(WatchedWorld.PlaceOf)];
            var admission = (Admission)_random.Next(1, 3);
            var shows = _random.Next(5) > 0;
            var sight = shows ? new Sight(_view, Some.Lookup.Name, places, WatchedWorld.Neighbours(numbers.Length, _random.Next(0, Math.Min(3, numbers.Length)))) : default;
            _marked.Clear();
            var decision = _state.Decide(Some.Lookup, _policy, Some.Targets(numbers), admission, _now, sight: sight);
            var allowed = Some.Items(decision.Allowed);
            var isConvicted = _state.Conviction != _before;
            Convictions += isConvicted ? 1 : 0;
            AssertAllowed(numbers, admission, allowed, isConvicted);
            AssertMarked(numbers, shows ? places : [], allowed);
            _before = _state.Conviction;
            _admitted.AddRange(allowed.Select(i => (numbers[i], _now.UnixNanos)));
        }

        private void Intervene()
        {
            switch (_random.Next(20))
            {
                case 0:
                    Assert.Equal(Action(_before) is not null, _state.Pardon(_now));
                    break;
                case 1:
                    _state.ExtendContainment(_now + TimeSpan.FromHours(1), _now);
                    break;
                case 2:
                    _state = Some.Copy(_state);
                    break;
            }

            _before = _state.Conviction;
        }

        private void AssertAllowed(uint[] numbers, Admission admission, int[] allowed, bool isConvicted)
        {
            var enforced = _policy.Detection!.Stage == Stage.Enforced;
            var action = enforced ? Action(_before) : null;
            var known = Enumerable.Range(0, numbers.Length).Where(i => IsKnown(numbers[i])).ToArray();
            var different = numbers.Where(number => !IsKnown(number)).Distinct().ToArray();
            Contained += action is not null ? 1 : 0;
            Blocked += action == ContainmentAction.Block ? 1 : 0;
            var news = allowed.Select(i => numbers[i]).Where(number => !IsKnown(number)).Distinct().ToArray();
            var expected = action == ContainmentAction.Block ? []
                : action is not null ? (admission == Admission.Partial || different.Length == 0 ? known : [])
                : !isConvicted || !enforced ? Enumerable.Range(0, numbers.Length)

                // Of the sync before, which is over when this request comes: a block holds for it too.
                : _state.Conviction is { Signal: Signal.Churn, Action: ContainmentAction.Block } && allowed.Length == 0 ? []

                // The first so many new ones, and what is known: a whole batch is convicted of afterwards, or of what came before it.
                : admission == Admission.Partial ? Enumerable.Range(0, numbers.Length).Where(i => known.Contains(i) || different.Take(news.Length).Contains(numbers[i]))
                : allowed.Length == 0 ? [] : Enumerable.Range(0, numbers.Length);
            Assert.True(expected.SequenceEqual(allowed), $"Seed {_seed}: {string.Join(",", allowed)} of {string.Join(",", numbers)} were allowed, and not {string.Join(",", expected)}; {admission}, {_before}, then {_state.Conviction}, at {_now}, {_policy.Detection.Stage}.");
        }

        private void AssertMarked(uint[] numbers, TargetPlace[] places, int[] allowed)
        {
            var expected = allowed.Where(i => i < places.Length && !IsKnown(numbers[i]) && Array.IndexOf(numbers, numbers[i]) == i && _view.Look(places[i]) != PlaceCoverage.Asked);
            Assert.Equal(expected.Select(i => places[i]), _marked);
        }

        private ContainmentAction? Action(Conviction conviction) => conviction.Count > 0 && _now < conviction.Until ? conviction.Action : null;

        private bool IsKnown(uint number)
        {
            const long bucket = 3_600 * Instant.NanosPerSecond;
            var begin = (_now.UnixNanos - (240 * bucket)) / bucket * bucket;
            return _admitted.Any(entry => entry.Number == number && entry.At >= begin);
        }
    }
}
