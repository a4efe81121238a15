using QuotaGrid.Load.Evaluate.Costs;
using QuotaGrid.Load.Evaluate.Defences;

namespace QuotaGrid.Load.Tests.Evaluate.Costs;

public sealed class CostMeasurementTests
{
    [Fact]
    public void ADefenceIsTimedAndWhatItKeepsOfPeopleIsWeighed()
    {
        // 40 bytes for each identity more than the half of a megabyte that it has at once.
        var kind = new DefenceKind("weighed", "weighed", "", false, (world, identities) => new Weighed(identities));
        var cost = CostMeasurement.Measure(TinyWorld.Instance, kind, TestContext.Current.CancellationToken);

        Assert.Equal(kind, cost.Kind);
        Assert.InRange(cost.Median, 1e-9, cost.High);
    }

    private sealed class Weighed(int identities) : IDefence
    {
        private readonly byte[] _shared = new byte[500_000];
        private readonly byte[] _each = new byte[40 * identities];

        public void Decide(in ContactRequest request, Span<ulong> allowed)
        {
            _each[40 * request.Identity] = _shared[0];
            ItemBits.AddFirst(allowed, request.Targets.Length);
        }

        public Standing StandingOf(int identity) => new(_each[40 * identity]);

        public IDefence Branch(int identities) => new Weighed(identities);
    }
}
