using System.Net;
using Microsoft.Extensions.Logging;

namespace QuotaGrid.Contracts.Transport;

/// <summary>Says why a handshake failed, at most once in ten seconds for each port, because strangers bring it about. Metrics count every one.</summary>
internal sealed partial class HandshakeLog(string port, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _last;

    /// <summary>A handshake failed.</summary>
    public void OnFailed(EndPoint? peer, string problem)
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last) < QuietTime)
            {
                return;
            }

            _last = time.GetTimestamp();
        }

        LogFailed(logger, port, peer, problem);
    }

    [LoggerMessage(1, LogLevel.Warning, "No TLS connection ({Port}) with {Peer}: {Problem}. Said at most once in 10 s; quotagrid.tls.handshakes counts on.")]
    private static partial void LogFailed(ILogger logger, string port, EndPoint? peer, string problem);
}
