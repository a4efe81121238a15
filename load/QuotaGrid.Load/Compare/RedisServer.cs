using System.Diagnostics;
using System.Net;
using QuotaGrid.Load.Verbs;
using StackExchange.Redis;

namespace QuotaGrid.Load.Compare;

/// <summary>A Redis server of this run's own: on loopback, in memory only, gone with the run.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _process;

    private RedisServer(Process process, ConnectionMultiplexer connection) => (_process, Connection) = (process, connection);

    /// <summary>The connection, which pipelines by itself whatever is asked at the same time.</summary>
    public ConnectionMultiplexer Connection { get; }

    /// <summary>Starts it.</summary>
    /// <exception cref="RunRefusedException">There is no <c>redis-server</c>.</exception>
    public static async Task<RedisServer> StartAsync()
    {
        var port = LoopbackPorts.Find(1)[0];
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new RunRefusedException("There is no redis-server. Install it (apt-get install redis-server), or leave it out with --without-redis.");
        }

        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var options = new ConfigurationOptions { EndPoints = { { IPAddress.Loopback, port } }, ConnectRetry = 20, ConnectTimeout = 1_000, AbortOnConnectFail = false };
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        return new RedisServer(process, connection);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
