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
        Assert.Matches(
            "^Valid. Capabilities: 1, policies: 1, budgets: 0, SHA-256: [0-9a-f]{64}\\.\n"
            + "small: always exact, as an identity can learn at most 1,812 targets within the horizon of 1h\\.\n$",
            result.Output);
    }

    [Theory]
    [InlineData("""{ "name": "v", "kind": "velocity", "quota": 5, "period": "10s" }""", "always exact, as it looks at no targets.")]
    [InlineData(
        """{ "name": "n", "kind": "novel", "quota": 8000, "period": "60m" }""",
        "always exact, as an identity can learn at most 16,033 targets within the horizon of 1h.")]
    [InlineData(
        """{ "name": "n", "kind": "novel", "quota": 50000, "period": "60m" }""",
        "exact up to 16,384 targets within the horizon of 1h; an identity can learn 100,208. "
        + "Beyond, targets are counted with a standard error of 2.0 % and new ones charged in lumps of up to 68 permits.")]
    [InlineData(
        """{ "name": "n", "kind": "novel", "quota": 10000000, "period": "1s", "burst": 1 }""",
        "exact up to 16,384 targets within the horizon of 1h; an identity can learn 36,150,000,001, of which 134,217,728 can be counted. "
        + "Beyond, targets are counted with a standard error of 15.1 % and new ones charged in lumps of up to 16,777,216 permits.")]
    public async Task HowExactlyAPolicyIsDecidedIsSaid(string limit, string said)
    {
        var document = $$"""
            {
              "formatVersion": 1,
              "capabilities": [ { "name": "a", "targets": { "space": "opaque" }, "horizon": "1h" } ],
              "policies": [ { "name": "p", "capability": "a", "stage": "enforced", "failMode": "closed", "limits": [ {{limit}} ] } ]
            }
            """;

        var result = await ValidateAsync(document);

        Assert.Equal((0, ""), (result.Code, result.Errors));
        Assert.EndsWith($"\np: {said}\n", result.Output);
    }

    [Fact]
    public async Task WhatBudgetsThereAreIsSaid()
    {
        const string Document = """
            {
              "formatVersion": 1,
              "capabilities": [ { "name": "a", "targets": { "space": "opaque" }, "horizon": "1h" } ],
              "policies": [
                { "name": "p", "capability": "a", "stage": "enforced", "failMode": "closed", "limits": [ { "name": "v", "kind": "velocity", "quota": 5, "period": "10s" } ] }
              ],
              "budgets": [
                { "capability": "a", "limits": [
                  { "name": "a-total", "kind": "velocity", "quota": 1000000, "period": "60m" },
                  { "name": "a-requests", "kind": "velocity", "unit": "requests", "quota": 1, "period": "1s", "burst": 2000 } ] },
                { "tenant": "Acme", "limits": [ { "name": "acme", "kind": "velocity", "quota": 7, "period": "1s" } ] },
                { "tenant": "*", "limits": [ { "name": "tenant", "kind": "velocity", "quota": 6, "period": "1s" } ] }
              ]
            }
            """;

        var result = await ValidateAsync(Document);

        Assert.Equal((0, ""), (result.Code, result.Errors));
        Assert.Matches(
            "^Valid. Capabilities: 1, policies: 1, budgets: 3, SHA-256: [0-9a-f]{64}\\.\n"
            + "p: always exact, as it looks at no targets\\.\n"
            + "a, all identities together: a-total, 1,000,000 items per 1h, at most 1,000,000 at once; a-requests, 1 requests per 1s, at most 2,000 at once\\.\n"
            + "tenant 'Acme', all its identities together: acme, 7 items per 1s, at most 7 at once\\.\n"
            + "each other tenant, all its identities together: tenant, 6 items per 1s, at most 6 at once\\.\n$",
            result.Output);
    }

    [Fact]
    public async Task ABudgetThatIsWrongIsRefused()
    {
        var result = await ValidateAsync(InvalidPolicies.Document.Replace("\"policies\":", "\"budgets\": [ { \"limits\": [] } ], \"policies\":"));

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains("$.budgets[0]: The budget has neither a capability nor a tenant.", result.Errors);
        InvalidPolicies.AssertEveryProblem(result.Errors);
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
