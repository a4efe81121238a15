using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Commands;

/// <summary>What an operator did wrong is one message and exit code 2, in the real process; never a stack.</summary>
public sealed class OperatorMistakeTests : IDisposable
{
    // Where nobody listens.
    private const string Unreachable = "Host=127.0.0.1;Port=1;Username=quotagrid;Timeout=5";

    private readonly TemporaryDirectory _directory = new();
    private readonly int[] _ports = LoopbackPorts.Find(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("serve", "--data", "")]
    [InlineData("serve", "--policies", "")]
    [InlineData("serve", "--secret-file", " ")]
    [InlineData("serve", "--config", "")]
    [InlineData("serve", "--config", "/no such file")]
    [InlineData("serve", "--config", "/")]
    [InlineData("serve", "--policies", "/")]
    [InlineData("serve", "--urls", "http://localhost:0")]
    [InlineData("serve", "--urls", "")]
    [InlineData("serve", "--role", "silo", "--database", "")]
    [InlineData("serve", "--role", "silo", "--database", "Username=quotagrid")]
    [InlineData("serve", "--role", "silo", "--database", Unreachable)]
    [InlineData("serve", "--role", "edge", "--database", "Host=db", "--secret-file", "/no such file", "--anonymous", "decide")]
    [InlineData("serve", "--role", "edge", "--database", "Host=db", "--secret-file", "/", "--anonymous", "decide")]
    [InlineData("serve", "--role", "edge", "--database", "Host=db", "--secret-file", "/", "--policies", "/")]
    [InlineData("migrate")]
    [InlineData("migrate", "--database", "")]
    [InlineData("migrate", "--database", "Hostess=db")]
    [InlineData("migrate", "--database", "Username=quotagrid")]
    [InlineData("migrate", "--database", Unreachable)]
    [InlineData("migrate", "--database", "Host=no-such-host.invalid")]
    [InlineData("policy", "validate", "")]
    [InlineData("policy", "validate", "/no such file")]
    [InlineData("policy", "validate", "/")]
    public async Task ItIsOneMessage(params string[] arguments) => AssertRefused(await HostProcess.RunAsync(arguments, Cancel));

    [Fact]
    public async Task ADataDirectoryThatIsAFileIsOneMessage()
    {
        var file = Path.Combine(_directory.Path, "file");
        await File.WriteAllTextAsync(file, "", Cancel);

        AssertRefused(await HostProcess.RunAsync(RunningHost.EmbeddedArguments(file, _ports), Cancel));
    }

    [Fact]
    public async Task ADatabaseFileThatIsNoneIsOneMessage()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "quotagrid.db"), string.Concat(Enumerable.Repeat("not a database. ", 100)), Cancel);

        AssertRefused(await HostProcess.RunAsync(RunningHost.EmbeddedArguments(_directory.Path, _ports), Cancel));
    }

    [Fact]
    public async Task AnAddressOfAnotherMachineIsOneMessage()
    {
        // 192.0.2.1 is kept for documents, and belongs to nobody.
        var result = await HostProcess.RunAsync(
            ["serve", "--urls", "http://192.0.2.1:8080", "--data", Path.Combine(_directory.Path, "data"), "--silo-port", $"{_ports[1]}", "--gateway-port", $"{_ports[2]}", "--anonymous", "decide"],
            Cancel);

        Assert.Equal(
            (2, "", "quotagrid: --urls names 192.0.2.1:8080, an address that this machine does not have. Choose one of its own.\n"), result);
    }

    private static void AssertRefused((int Code, string Output, string Errors) result)
    {
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.StartsWith("quotagrid: ", result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
        Assert.DoesNotContain("Exception", result.Errors);
        Assert.DoesNotContain("Parameter", result.Errors);
    }
}
