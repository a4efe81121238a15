namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A process that serves, and the way to it.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    // It is ready within two seconds; with other tests on every core it may need much longer.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private RunningHost(HostProcess process, string url, string? key)
    {
        Process = process;
        Url = url;
        Http = new QuotaGridHttp(new Uri(url), key);
    }

    /// <summary>The process.</summary>
    public HostProcess Process { get; }

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <summary>Uses it.</summary>
    public QuotaGridHttp Http { get; }

    /// <summary>Starts the embedded default in a directory on three ports: HTTP, between silos, for gateways; and at one more URL, if there is one.</summary>
    public static Task<RunningHost> StartEmbeddedAsync(
        string data, int[] ports, CancellationToken cancellationToken, string[]? more = null, IReadOnlyDictionary<string, string>? environment = null, string? key = null, string? alsoAt = null) =>
        StartAsync(UrlOf(ports[0]), [.. EmbeddedArguments(data, ports, alsoAt), .. more ?? []], cancellationToken, environment, key);

    /// <summary>What the embedded default is started with.</summary>
    public static string[] EmbeddedArguments(string data, int[] ports, string? alsoAt = null) =>
        ["serve", "--urls", alsoAt is null ? UrlOf(ports[0]) : $"{UrlOf(ports[0])};{alsoAt}", "--data", data, "--silo-port", $"{ports[1]}", "--gateway-port", $"{ports[2]}"];

    /// <summary>The URL of a port.</summary>
    public static string UrlOf(int port) => $"http://127.0.0.1:{port}";

    /// <summary>Starts a process and waits until it is ready.</summary>
    public static async Task<RunningHost> StartAsync(
        string url,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null,
        string? key = null,
        string? program = null)
    {
        var host = new RunningHost(HostProcess.Start(arguments, environment, program), url, key);
        try
        {
            await Eventually.SeeAsync(
                "the process is ready",
                StartTimeout,
                async () =>
                {
                    Assert.False(host.Process.HasEnded, "The process ended before it was ready.");
                    return await host.Http.IsReadyAsync() ? host : null;
                },
                cancellationToken);
            return host;
        }
        catch (Exception e)
        {
            await host.DisposeAsync();
            throw new InvalidOperationException($"{e.Message}\n{host.Process.Everything}", e);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
    }
}
