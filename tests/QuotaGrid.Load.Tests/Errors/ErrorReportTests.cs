using QuotaGrid.Load.Errors;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Tests.Errors;

public sealed class ErrorReportTests
{
    private static readonly ErrorSettings Settings = new(10_000, 3);
    private static readonly Machine Machine = new("a processor", 2, 1, "an OS", "a runtime");

    private static readonly ErrorPoint[] Points =
    [
        new("all", 1, 1, 0.5, 0.0002, 0.0128, false),
        new("all", 1_000, 1_000, 0.0144, -0.0002, 0.0134, true),
        new(ErrorPoint.Novel, 20_000, 1_000, 0.14, 0.03, 0.12, true),
    ];

    [Fact]
    public void WhatCanBeToldIsHeldToATenthOverTheoryAndEverySeriesToItsBias()
    {
        var figures = ErrorReport.Create(Settings, Points, Machine).Figures.ToDictionary(figure => figure.Name);

        Assert.Equal(["runs", "all.1.rmse", "all.1000.rmse", "novel.20000.rmse", "all.bias.max", "novel.bias.max"], figures.Keys);
        Assert.Equal((null, null), (figures["all.1.rmse"].Gate, figures["all.1.rmse"].Met));
        Assert.Equal(0.01474, figures["all.1000.rmse"].Gate!.Value, 1e-9);
        Assert.True(figures["all.1000.rmse"].Met);
        Assert.False(figures["novel.20000.rmse"].Met);
        Assert.Equal(0.0002 / 0.0128, figures["all.bias.max"].Value!.Value, 1e-9);
        Assert.True(figures["all.bias.max"].Met);
        Assert.False(figures["novel.bias.max"].Met);
    }

    [Fact]
    public void TheTableHasARowForEachPointAndTheCommand()
    {
        var table = ErrorTable.Write(Settings, Points);

        Assert.Contains("10,000 sketches, seed 3", table);
        Assert.Contains("    dotnet run -c Release --project load/QuotaGrid.Load -- error --seed 3 --out FOLDER\n", table);
        Assert.Contains("| 1 | 1 | 50.000 % | 1.280 % | (39.063) | 0.020 % |\n", table);
        Assert.Contains("| 1,000 | 1,000 | 1.440 % | 1.340 % | 1.075 | -0.020 % |\n", table);
        Assert.Contains("| 20,000 | 1,000 | 14.000 % | 12.000 % | 1.167 | 3.000 % |\n", table);
        Assert.Contains("--seed 3 --quick --out", ErrorTable.Write(Settings with { Runs = ErrorSettings.QuickRuns }, Points));
    }

    [Fact]
    public void ThePlotIsDrawnWithoutAScreen()
    {
        var plot = ErrorPlot.Draw(Points);

        Assert.StartsWith("<?xml", plot);
        Assert.Contains("</svg>", plot);
        Assert.DoesNotContain("\r", plot);
    }
}
