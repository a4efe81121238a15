using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>What a process logs by default, and what the environment makes of it.</summary>
public sealed class LogLevelTests(SharedHost shared) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task TheLibrariesSayNothingByDefaultWhileAllIsWell()
    {
        var output = (await shared.GetAsync()).Process.Output;

        Assert.DoesNotContain(" info: Orleans", output);
        Assert.DoesNotContain(" info: Microsoft", output);
        Assert.DoesNotContain("Orleans.Runtime.Silo", output);
    }

    [Fact]
    public async Task TheEnvironmentsLevelsWinOverTheDefaults()
    {
        await using var host = await RunningHost.StartEmbeddedAsync(
            Path.Combine(_directory.Path, "data"),
            LoopbackPorts.Find(3),
            Cancel,
            environment: new Dictionary<string, string> { ["Logging__LogLevel__Orleans"] = "Information", ["Logging__LogLevel__QuotaGrid"] = "None" });

        Assert.Contains(" info: Orleans.", host.Process.Output);
        Assert.DoesNotContain(" info: Microsoft", host.Process.Output);
        Assert.DoesNotContain(": QuotaGrid.", host.Process.Output);
        Assert.DoesNotContain("Orleans.Runtime.Silo[", host.Process.Output);
    }
}
