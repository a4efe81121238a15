using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Commands;

public sealed class PolicyCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AValidDocumentIsSaidToBe()
    {
        var valid = InvalidPolicies.Document.Replace("a month", "1h").Replace("acounts", "accounts").Replace("\"quota\": 0", "\"quota\": 5");

        var result = await ValidateAsync(valid);

        Assert.Equal((0, ""), (result.Code, result.Errors));
        Assert.Matches("^Valid. Capabilities: 1, policies: 1, SHA-256: [0-9a-f]{64}\\.\n$", result.Output);
    }

    [Fact]
    public async Task AnInvalidDocumentIsRefusedWithEveryProblem()
    {
        var result = await ValidateAsync(InvalidPolicies.Document);

        Assert.Equal((2, ""), (result.Code, result.Output));
        InvalidPolicies.AssertEveryProblem(result.Errors);
    }

    [Fact]
    public async Task ADocumentThatIsNoJsonIsRefused()
    {
        var result = await ValidateAsync("policies: []");

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.StartsWith("quotagrid: ", result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
    }

    [Fact]
    public async Task AFileMustBeNamed()
    {
        var result = await HostProcess.RunAsync(["policy", "validate"], Cancel);

        Assert.Equal(2, result.Code);
        Assert.StartsWith("Required argument 'file' missing for command: 'validate'.", result.Errors);
    }

    private async Task<(int Code, string Output, string Errors)> ValidateAsync(string document)
    {
        var file = Path.Combine(_directory.Path, "policies.json");
        await File.WriteAllTextAsync(file, document, Cancel);
        return await HostProcess.RunAsync(["policy", "validate", file], Cancel);
    }
}
