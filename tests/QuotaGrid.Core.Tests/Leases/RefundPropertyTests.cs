using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;

namespace QuotaGrid.Core.Tests.Leases;

/// <summary>What comes back of leases, against a list of everything that was charged: what is left is what there would be had every lease that is over been of what was spent.</summary>
public sealed class RefundPropertyTests
{
    private const int Steps = 120;
    private const int Burst = 300;

    // A permit a millisecond.
    private static readonly Policy Fast = Some.Policy(Some.Velocity(1_000, TimeSpan.FromSeconds(1), Burst));

    [Fact]
    public void WhatComesBackIsExactlyWhatThereWouldBeHadItNotBeenCharged()
    {
        for (var seed = 1; seed <= 500; seed++)
        {
            var walk = new Walk(seed);
            for (var step = 0; step < Steps; step++)
            {
                walk.Step(strict: false);
                Assert.True(walk.Left == walk.Expected, $"Seed {seed}, step {step}: {walk.Left} are left and should be {walk.Expected}.");
            }
        }
    }

    [Fact]
    public void WithStrictDecisionsInBetweenItIsNeverMore()
    {
        var exact = 0;
        for (var seed = 1_001; seed <= 1_500; seed++)
        {
            var walk = new Walk(seed);
            for (var step = 0; step < Steps; step++)
            {
                walk.Step(strict: true);
                Assert.True(walk.Left <= walk.Expected, $"Seed {seed}, step {step}: {walk.Left} are left and should be {walk.Expected} at the most.");
                exact += walk.Left == walk.Expected ? 1 : 0;
            }
        }

        Assert.InRange(exact, 500 * Steps / 2, 500 * Steps);
    }

    private sealed class Walk(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Grain _grain = new(Fast, Lending.A);
        private readonly List<(int At, int Permits)> _charged = [];
        private readonly (long Number, long Open, int Granted, int Place)[] _holders = new (long, long, int, int)[3];
        private int _now;

        public long Left => _grain.Left(Lending.At(_now))[0];

        /// <summary>A bucket that gains a permit a millisecond, over all that was charged, leases as what was spent of them.</summary>
        public long Expected
        {
            get
            {
                var (level, at) = (Burst, 0);
                foreach (var (then, permits) in _charged.Append((_now, 0)))
                {
                    level = Math.Min(Burst, level + then - at) - permits;
                    at = then;
                }

                return level;
            }
        }

        public void Step(bool strict)
        {
            _now += _random.Next(4) == 0 ? _random.Next(0, 400) : _random.Next(0, 30);
            if (strict && _random.Next(3) == 0)
            {
                var decision = _grain.Decide(Lending.At(_now), Lending.Numbers(1, _random.Next(1, 120)));
                _charged.Add((_now, decision.Allowed.Count));
                return;
            }

            var i = _random.Next(_holders.Length);
            ref var holder = ref _holders[i];
            var open = holder.Granted > 0 && _random.Next(2) == 0 ? holder.Open : 0;
            var spent = open == 0 && _random.Next(4) > 0 ? _random.Next(0, holder.Granted + 1) : 0;
            var report = Lending.Report(new HolderId((ulong)i), ++holder.Number, new Permits(open > 0 ? 0 : _random.Next(0, 150), 1, 1), Lending.A, 1, open);
            if (open == 0 && holder.Granted > 0)
            {
                report = report.Returning(new LeaseReturn(holder.Open, new Permits(spent, 1, 0)));
                _charged[holder.Place] = (_charged[holder.Place].At, spent);
                holder.Granted = 0;
            }

            var granted = _grain.Sync(report, Lending.At(_now)).Granted.Items;
            if (granted > 0)
            {
                (holder.Open, holder.Granted, holder.Place) = (report.Number, granted, _charged.Count);
                _charged.Add((_now, granted));
            }
        }
    }
}
