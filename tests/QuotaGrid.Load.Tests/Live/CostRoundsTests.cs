using QuotaGrid.Load.Live.Cost;

namespace QuotaGrid.Load.Tests.Live;

public sealed class CostRoundsTests
{
    // In the second round the machine was slow, for both.
    private static readonly CostRounds Rounds = new("known",
    [
        (new CostTurn(100, 1e-3, 2.2e-3, 3e-5), new CostTurn(100, 1e-3, 2e-3, 2e-5)),
        (new CostTurn(10, 1e-2, 2e-2, 3e-5), new CostTurn(10, 1e-2, 2e-2, 2e-5)),
        (new CostTurn(100, 1e-3, 6e-3, 3e-5), new CostTurn(100, 1e-3, 2e-3, 2e-5)),
    ]);

    [Fact]
    public void ARatioIsTheMedianOfTheRoundsOwn()
    {
        Assert.Equal(1.1, Rounds.RatioOf(turn => turn.P99)!.Value, 9);
        Assert.Equal(1.5, Rounds.RatioOf(turn => turn.SiloSeconds)!.Value, 9);
    }

    [Fact]
    public void OnlyTheNinetyNinthPercentileHasAGate()
    {
        var figures = Rounds.Figures().ToArray();

        Assert.Equal("cost.known.p99.ratio", Assert.Single(figures, figure => figure.Gate is not null).Name);
        Assert.Equal(6_000, Assert.Single(figures, figure => figure.Name == "cost.known.p99.on").Value!.Value, 6);
    }
}
