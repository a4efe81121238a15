namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A process that wants an API key or a token, and an issuer of tokens; for tests that do not change either.</summary>
public sealed class GuardedHost : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private RunningHost? _host;
    private TokenIssuer? _issuer;

    /// <summary>Keys by their scope, or <c>all</c>, <c>expired</c>.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; } =
        new[] { "decide", "read", "admin", "all", "expired" }.ToDictionary(name => name, _ => KeyFile.NewKey());

    /// <summary>The process.</summary>
    public RunningHost Host => _host!;

    /// <summary>The issuer.</summary>
    public TokenIssuer Issuer => _issuer!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(_directory.Path, "keys.json");
        KeyFile.Write(
            file,
            ("decides", Keys["decide"], ["decide"], null),
            ("reads", Keys["read"], ["read"], "2999-12-31T00:00:00Z"),
            ("administers", Keys["admin"], ["admin"], null),
            ("does-all", Keys["all"], ["decide", "read", "admin"], null),
            ("did-all", Keys["expired"], ["decide", "read", "admin"], "2026-01-01T00:00:00Z"));
        _issuer = await TokenIssuer.StartAsync(Cancel);
        _host = await RunningHost.StartEmbeddedAsync(
            Path.Combine(_directory.Path, "data"),
            LoopbackPorts.Find(3),
            Cancel,
            ["--api-keys", file, "--jwt-authority", _issuer.Url, "--jwt-audience", "quotagrid"]);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }

        _directory.Dispose();
    }
}
