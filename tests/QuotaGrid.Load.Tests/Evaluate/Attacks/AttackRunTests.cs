using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Tests.Evaluate.Attacks;

public sealed class AttackRunTests
{
    private static readonly DefenceKind Open = new("open", "open", "", false, (_, identities) => new OpenDefence(identities, int.MaxValue));
    private static readonly DefenceKind Judging = new("judging", "judging", "", true, (_, identities) => new OpenDefence(identities, 300));

    // 4 million numbers, 20 puppets, 100,000 lookups an hour for two hours: everything.
    [Theory]
    [InlineData(SweepOrder.InOrder)]
    [InlineData(SweepOrder.Random)]
    [InlineData(SweepOrder.DensestFirst)]
    public void WhoIsNotStoppedGetsEverythingOnce(SweepOrder order)
    {
        var result = Attack(Open, new("all", "", 20, 100_000, 0.2) { Batch = 1_000, Order = order });

        Assert.Equal(TinyWorld.Instance.Numbers.CountRegistered(TinyWorld.Plan.Blocks), result.Exposed);
        Assert.Equal((4_000_000, 4_000_000, 1.0), (result.Asked, result.Admitted, result.Share));
        Assert.Equal((null, null, null), (result.Detection, result.Containment, result.Recall));
        Assert.InRange(result.Seconds, 5_500, 9_500);
        Assert.Equal(1.0, result.Curve[^1].Share);
        Assert.All(result.Curve.Zip(result.Curve.Skip(1)), pair => Assert.True(pair.Second.Second >= pair.First.Second && pair.Second.Share >= pair.First.Share));
    }

    [Fact]
    public void TheDensestBlocksComeFirst()
    {
        var blind = Attack(Open, new("some", "", 10, 1_000, 1) { Order = SweepOrder.Random });
        var seeing = Attack(Open, new("some", "", 10, 1_000, 1) { Order = SweepOrder.DensestFirst });

        Assert.InRange(seeing.Share, 3 * blind.Share, 1);
    }

    [Fact]
    public void ALeakedListIsNearlyAllRegistered()
    {
        var result = Attack(Open, new("leaked", "", 10, 1_000, 1) { Order = SweepOrder.Random, HasLeakedList = true });

        // One in 50 of the other numbers is on the list too: 0.02 x 0.73 beside 0.27.
        Assert.InRange(result.Exposed / (double)result.Admitted, 0.92, 0.97);
    }

    [Fact]
    public void WhatIsDeniedIsAskedForAgainAndCountsOnce()
    {
        // 20,000 at once, and 20,000 more in each of four hours, of a slice of 200,000.
        var result = Attack(DefenceKinds.All.Single(kind => kind.Name == "identitybucket"), new("bucket", "", 20, 1e6, 4 / 24.0) { Batch = 1_000 });

        Assert.InRange(result.Admitted, 20 * 39_000, 20 * 40_000);
        Assert.InRange(result.Detection!.Value, 60, 240);
        Assert.InRange(result.Containment!.Value, result.Detection.Value, 240);
        Assert.InRange(result.Exposed, 0.7 * result.Admitted * result.Registered / 4_000_000, 1.3 * result.Admitted * result.Registered / 4_000_000);
    }

    [Fact]
    public void AThrownAwayPuppetHandsOnWhatItDidNotGet()
    {
        var kind = DefenceKinds.All.Single(kind => kind.Name == "newnumbers");
        var result = Attack(kind, new("fresh", "", 50, 100_000, 3) { Batch = 1_000, EndsWhenDenied = true, SignUpHours = 24 });

        // 50 puppets, 50,000 each and six an hour while they ask for them, none of which comes to a whole batch.
        Assert.Equal(2_500_000, result.Admitted);
        Assert.Equal(50, result.Puppets);
        Assert.Equal(Enumerable.Range(0, 2_500_000).Count(TinyWorld.Instance.Numbers.IsRegistered), result.Exposed);
    }

    [Fact]
    public void PuppetsWithABookAskForItAgainAndOnlyTargetsCount()
    {
        var result = Attack(Open, new("swap", "", 20, 0, 7) { Batch = 1_000, Swap = 0.5, SignUpHours = 48, Order = SweepOrder.Random });

        // The first sync has no targets; at least two more fit into seven days, at most three.
        Assert.InRange(result.Admitted, 20 * 3 * 150, 20 * 4 * 600);
        Assert.InRange(result.Exposed, 0.15 * result.Admitted * 0.5 * 2 / 3, 0.4 * result.Admitted * 0.5 * 3 / 4);
    }

    [Fact]
    public void WhoJudgesIdentitiesIsTimedByItsAlertsAndEndsTheAttack()
    {
        var result = Attack(Judging, new("judged", "", 20, 100, 10) { Batch = 25 });

        // When 90 % are contained the attack is over.
        Assert.Equal(0.9, result.Recall);
        Assert.InRange(result.Detection!.Value, 2.2 * 3_600, 3.7 * 3_600);
        Assert.InRange(result.Containment!.Value, result.Detection.Value, 4 * 3_600);
        Assert.InRange(result.Seconds, result.Containment.Value, 4 * 3_600);
        Assert.InRange(result.Admitted, 18 * 300, 20 * 300);
    }

    [Fact]
    public void ALargeAttackIsScaledDownInPuppetsAndBlocks()
    {
        Assert.Equal((1_000, 50_573), new AttackScenario("", "", 1_000, 42, 14).ScaledTo(PlanFigures.Us, 20e6));
        Assert.Equal((70, 3_540), new AttackScenario("", "", 1_000, 42, 14).ScaledTo(PlanFigures.Us, 1e6));
        Assert.Equal((1, 10_114), new AttackScenario("", "", 5, 5e6, 1).ScaledTo(PlanFigures.Us, 1));
    }

    [Fact]
    public void TheGatesAreThoseThatWerePromised()
    {
        var gates = AttackScenarios.All.SelectMany(scenario => scenario.Gates.Select(gate => (scenario.Name, gate.Figure, gate.Bound)));

        Assert.Equal(
            [
                ("a", GateFigure.Exposed, 1e-5), ("a", GateFigure.Detection, 5), ("b.1000.order", GateFigure.Exposed, 1e-4), ("b.1000.order", GateFigure.Detection, 3_600),
                ("b.1000.random", GateFigure.Exposed, 1e-4), ("b.1000.random", GateFigure.Detection, 3_600),
                ("b1", GateFigure.Exposed, 1e-3), ("b2", GateFigure.UsefulPerPuppet, 100), ("c.10000", GateFigure.Detection, 86_400), ("d.swap20", GateFigure.Recall, 0.8),
            ],
            gates.Where(gate => !gate.Name.EndsWith(".cold", StringComparison.Ordinal)));
        Assert.Equal(
            gates.Where(gate => !gate.Name.EndsWith(".cold", StringComparison.Ordinal)).Select(gate => gate with { Name = gate.Name + ".cold" }),
            gates.Where(gate => gate.Name.EndsWith(".cold", StringComparison.Ordinal)));
        Assert.Equal(AttackScenarios.All.Count, AttackScenarios.All.DistinctBy(scenario => scenario.Name).Count());
        Assert.All(AttackScenarios.Quick, name => Assert.Contains(AttackScenarios.All, scenario => scenario.Name == name));
    }

    [Fact]
    public void PuppetsApartHaveWhatHonestPeopleHaveAndOthersHaveOneTool()
    {
        var world = TinyWorld.Instance;
        var honest = HonestClients.All(world);
        var (plain, apart, burst) = (Of("b.1000.order"), Of("b.1000.order.apart"), Of("a"));

        Assert.Single(plain.Select(client => (client.Client, client.Build, client.SignUpHour)).Distinct());
        Assert.Equal(100, plain.Select(client => client.Address).Distinct().Count());
        Assert.Single(burst.Select(client => (client.Address, client.Network, client.Operator)).Distinct());
        Assert.All(apart, client => Assert.Contains(honest, one => one with { Address = client.Address } == client));
        Assert.InRange(apart.Count(client => HonestClients.IsBehindOperator(client)), 5, 25);

        ClientAttributes[] Of(string name) =>
            [.. Enumerable.Range(0, 100).Select(puppet => PuppetClients.Of(world, AttackScenarios.All.Single(scenario => scenario.Name == name), puppet, 7_200))];
    }

    private static AttackResult Attack(DefenceKind kind, AttackScenario scenario) =>
        AttackRun.Make(TinyWorld.Instance, kind, kind.Create(TinyWorld.Instance, 1), scenario, 14 * 86_400, 1e9, TestContext.Current.CancellationToken);

    /// <summary>Admits everything up to a number of items, and then alerts and contains.</summary>
    private sealed class OpenDefence(int identities, int most) : IDefence
    {
        private readonly int[] _asked = new int[identities];
        private readonly double[] _second = new double[identities];

        public void Decide(in ContactRequest request, Span<ulong> allowed)
        {
            if (_asked[request.Identity] < most)
            {
                ItemBits.AddFirst(allowed, request.Targets.Length);
                _asked[request.Identity] += request.Targets.Length;
                _second[request.Identity] = request.Second;
            }
        }

        public Standing StandingOf(int identity) =>
            _asked[identity] >= most ? new(_asked[identity], _second[identity], _second[identity]) : new(_asked[identity]);

        public IDefence Branch(int identities) => new OpenDefence(identities, most);
    }
}
