using QuotaGrid.Load.Faults;
using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Processes;
using Spectre.Console;

namespace QuotaGrid.Load.Tests.Faults;

/// <summary>Scenarios on real processes, one of each kind; the verb has all of them.</summary>
public sealed class FaultRunTests
{
    [Fact]
    public async Task AKilledSiloIsSoonOutAndNobodyIsOverAdmittedAndEverythingIsAnsweredAgain() => AssertOvercome(await RunAsync("kill"));

    [Fact]
    public async Task SoIsOneWhoseHostReachesNobody()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/dev/net/tun"), "Hosts of their own need root and /dev/net/tun.");

        AssertOvercome(await RunAsync("lost-node"));
    }

    private static void AssertOvercome(FaultResult result)
    {
        Assert.True(result.Requests > 1_000);
        Assert.Equal((0, 0), (result.Over, result.UnansweredAtEnd));
        Assert.NotNull(result.Declared);
        Assert.NotNull(result.Recovery);
    }

    // How long it took is a figure, and for a machine that does nothing else.
    private static async Task<FaultResult> RunAsync(string scenario)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        var settings = new FaultSettings(1, Quick: true, [.. FaultScenario.All.Where(one => one.Name == scenario)], BuiltProgram.Find(null), Previous: null, Keep: null);
        return Assert.Single(await FaultRun.RunAsync(settings, console, TestContext.Current.CancellationToken));
    }
}
