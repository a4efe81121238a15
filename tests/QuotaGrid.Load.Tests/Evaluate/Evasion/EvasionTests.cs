using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Evasion;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Simulation;

namespace QuotaGrid.Load.Tests.Evaluate.Evasion;

public sealed class EvasionTests
{
    [Fact]
    public void EveryWayAroundLimitsIsTriedToTheirEdgeAndFails()
    {
        var evasions = Evasions.All(3, 5, 100).Select(evasion => evasion()).ToArray();

        Assert.Equal(["retry", "edges", "gateways", "acknowledgements", "killed", "saturation", "flooding", "gatewayflood"], evasions.Select(evasion => evasion.Name));
        Assert.All(evasions, evasion => Assert.True(evasion.Holds, string.Join(", ", evasion.Figures)));

        // That nothing was overshot says something only where limits were reached.
        Assert.All(evasions, evasion => Assert.InRange(evasion.Figures.Where(figure => figure.Unit == "%" && figure.Most is not null).Max(figure => figure.Value), -20, 20));
    }

    [Fact]
    public void AnEvasionThatGetsMoreThanWasPromisedDoesNotHold()
    {
        var result = new EvasionResult("any", "", [EvasionFigure.Overshoot("items", 1.02, 0), EvasionFigure.Overshoot("others", 3, null)]);

        Assert.False(result.Holds);
        Assert.Equal(("items.overshoot", 2.0, "%"), (result.Figures[0].Name, result.Figures[0].Value, result.Figures[0].Unit));
        Assert.True((result with { Figures = [result.Figures[1]] }).Holds);
    }

    [Fact]
    public void ASiloWithoutACeilingOvershoots()
    {
        var peaks = Enumerable.Range(0, 40)
            .SelectMany(seed => SimulationRun.Make(Scenario.Draw(seed, FaultMix.SiloCrashes) with { Gateways = 16, MaxBatch = 50, Breakage = Breakage.NoCeiling }).Peaks);

        Assert.True(peaks.Max(peak => peak.OfPromise) > 1);
    }

    [Fact]
    public void AttackersAmongHonestPeopleAreConvictedAndTheirVictimsAreNot()
    {
        var world = TinyWorld.Instance;
        var kind = DefenceKinds.All.Single(kind => kind.Name == DefenceKinds.QuotaGrid);
        var result = IntruderRun.Make(world, kind, 10 * 86_400, 14 * 86_400, TestContext.Current.CancellationToken);

        Assert.InRange(result.Victims, 100, IntruderRun.Victims);
        Assert.Equal(0, result.ConvictedVictims);

        // Some of them come in the last days.
        Assert.InRange(result.ConvictedHidden, 0.8, 1);
        Assert.InRange(result.ConvictedPoisoners, 0.8, 1);
        var alone = new HonestRun(world, kind);
        alone.RunUntil(14 * 86_400, TestContext.Current.CancellationToken);
        Assert.All(result.Evasions(alone.Result()), evasion => Assert.True(evasion.Holds, string.Join(", ", evasion.Figures)));
    }
}
