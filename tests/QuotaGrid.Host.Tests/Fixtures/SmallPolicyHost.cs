namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>An embedded server with a policy document of the test's: limits that are used up and refill within seconds.</summary>
public sealed class SmallPolicyHost : IAsyncLifetime
{
    /// <summary>A capability with five novel targets at once and five per ten seconds: one every two seconds.</summary>
    public const string Capability = "accounts.lookup";

    /// <summary>A capability with two novel targets at once at first and 100 after 90 days, while one refills in 30 days: the first grows in 22 hours.</summary>
    public const string Earned = "earned.lookup";

    /// <summary>A capability of which three requests may be in flight, for an hour when nobody releases them.</summary>
    public const string Parallel = "reports.lookup";

    /// <summary>A capability that an identity may use a lot.</summary>
    public const string Shared = "shared.lookup";

    /// <summary>A tenant that may look up ten items in 30 days.</summary>
    public const string Tenant = "acme & co";

    private const string Document =
        """
        {
          "formatVersion": 1,
          "capabilities": [
            { "name": "accounts.lookup", "targets": { "space": "opaque" }, "horizon": "1h" },
            { "name": "earned.lookup", "targets": { "space": "opaque" }, "horizon": "1h" },
            { "name": "reports.lookup", "targets": { "space": "opaque" } },
            { "name": "shared.lookup", "targets": { "space": "opaque" } }
          ],
          "policies": [
            {
              "name": "small", "capability": "accounts.lookup", "plan": "default", "stage": "enforced", "failMode": "open",
              "limits": [ { "name": "novel-10s", "kind": "novel", "quota": 5, "period": "10s", "burst": 5 } ]
            },
            {
              "name": "earned", "capability": "earned.lookup", "plan": "default", "stage": "enforced", "failMode": "closed",
              "limits": [
                { "name": "novel-30d", "kind": "novel", "quota": 1, "period": "30d", "burst": 100, "firstSync": { "burst": 2, "fullAfter": "90d" } }
              ]
            },
            {
              "name": "reports", "capability": "reports.lookup", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "parallel", "kind": "inflight", "quota": 3, "lease": "1h" } ]
            },
            {
              "name": "shared", "capability": "shared.lookup", "stage": "enforced", "failMode": "closed",
              "limits": [ { "name": "items-30d", "kind": "velocity", "quota": 1000, "period": "30d" } ]
            }
          ],
          "budgets": [ { "tenant": "acme & co", "limits": [ { "name": "acme-total", "kind": "velocity", "quota": 10, "period": "30d" } ] } ]
        }
        """;

    private readonly TemporaryDirectory _directory = new();
    private RunningHost? _host;

    /// <summary>The server.</summary>
    public RunningHost Host => _host!;

    /// <summary>The SQLite database's directory, which did not exist before.</summary>
    public string Data => Path.Combine(_directory.Path, "not", "there");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var policies = Path.Combine(_directory.Path, "policies.json");
        await File.WriteAllTextAsync(policies, Document);
        _host = await RunningHost.StartEmbeddedAsync(Data, LoopbackPorts.Find(3), TestContext.Current.CancellationToken, ["--policies", policies]);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            await host.DisposeAsync();
        }

        _directory.Dispose();
    }
}
