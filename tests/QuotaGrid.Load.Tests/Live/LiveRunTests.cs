using QuotaGrid.Load.Live;
using QuotaGrid.Load.Processes;
using Spectre.Console;

namespace QuotaGrid.Load.Tests.Live;

public sealed class LiveRunTests
{
    // Nobody has synced before, so what gives puppets away is that they ask for neighbours.
    [Fact]
    public async Task ARealClusterThatKnowsNobodyConvictsTheBurst()
    {
        var settings = new LiveSettings(1, IsQuick: true, BuiltProgram.Find(null), null) { Parts = ["a"], People = 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });

        var result = await LiveRun.RunAsync(settings, console, TestContext.Current.CancellationToken);

        var burst = Assert.Single(result.Attacks);
        Assert.Equal((5, 5), (burst.Puppets, burst.Convicted));
        Assert.InRange(burst.Detection!.Value, 0, 10);
        Assert.InRange(burst.Admitted, 1, burst.Asked - 1);
        Assert.InRange(burst.Exposed, 0, burst.Admitted);
        Assert.Equal(result.Settings.People, result.People.Asked);
    }
}
