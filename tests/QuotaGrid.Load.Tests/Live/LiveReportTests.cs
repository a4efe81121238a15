using QuotaGrid.Load.Live;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tests.Live;

public sealed class LiveReportTests
{
    private static readonly Machine SomeMachine = new("cpu", 2, 1, "os", ".NET");
    private static readonly LiveSettings Settings = new(1, IsQuick: true, "quotagrid", null);
    private static readonly LiveScenario Split = LiveScenario.All(720, isQuick: true)[1];

    [Fact]
    public void WhatFewerPuppetsGetCountsForAllThatTheExamHas()
    {
        var figures = Figures(Attack(Split, exposed: 1_000, detection: 2));

        Assert.Equal(new Figure("b.1000.order.e", 5e-5, "1", 1e-4, true), figures["b.1000.order.e"]);
        Assert.Equal(new Figure("b.1000.order.detection", 1_440, "s", 3_600, true), figures["b.1000.order.detection"]);
        Assert.Equal(Figure.Of("b.1000.order.detection.real", 2, "s"), figures["b.1000.order.detection.real"]);
        Assert.Null(figures["b.1000.order.useful"].Gate);
    }

    [Fact]
    public void AnAttackThatNobodySawMissesItsGate()
    {
        var figures = Figures(Attack(Split, exposed: 3_000, detection: null));

        Assert.False(figures["b.1000.order.e"].Met);
        Assert.False(figures["b.1000.order.detection"].Met);
        Assert.Null(figures["b.1000.order.detection"].Value);
    }

    [Fact]
    public void AnHonestPersonWhoIsConvictedMissesAGate() =>
        Assert.False(Figures(Attack(Split, 1, 1), convictedPeople: 1)["people.convicted"].Met);

    [Fact]
    public void ThePageSaysWhatWasMissedAndHowToRepeatIt()
    {
        var result = Result(Attack(Split, exposed: 3_000, detection: 2), 0);
        var page = LivePage.Write(result, LiveReport.Create(result, SomeMachine));

        Assert.Contains("live --quick --seed 1\n", page, StringComparison.Ordinal);
        Assert.Contains("| 1.5e-4 (gate 1.0e-4: **MISSED**) |", page, StringComparison.Ordinal);
        Assert.Contains("| 24 min (gate 60 min: met) (2 s) |", page, StringComparison.Ordinal);
    }

    private static Dictionary<string, Figure> Figures(LiveAttackResult attack, int convictedPeople = 0) =>
        LiveReport.Create(Result(attack, convictedPeople), SomeMachine).Figures.ToDictionary(figure => figure.Name);

    private static LiveResult Result(LiveAttackResult attack, int convictedPeople) => new(Settings, new PeopleTally(1), 1, [attack], 1, 0) { ConvictedPeople = convictedPeople };

    private static LiveAttackResult Attack(LiveScenario scenario, long exposed, double? detection) =>
        new(scenario, 200, 10_000, 5_000, exposed, 100_000_000, detection, null, 0, 0, 3);
}
