using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Contracts.Transport;

/// <summary>TLS for the connections of one kind: those of silos to this silo, those of edges to it, or those from here. Safe for concurrent use.</summary>
/// <remarks>
/// TLS 1.3 only, because both ends are ours. Sessions are not resumed: a resumed one would be believed what its certificate said before the files changed, and connections last.
/// </remarks>
internal sealed class TlsPort(
    string name, TlsOptions options, WatchedFiles<TlsCredentials> credentials, TransportInstruments instruments, TimeProvider time, ILogger logger)
{
    /// <summary>Connections of silos.</summary>
    public const string Silo = "silo";

    /// <summary>Connections of edges.</summary>
    public const string Gateway = "gateway";

    /// <summary>Connections from here to silos.</summary>
    public const string Outbound = "outbound";

    /// <summary>How long a handshake may take: as long as Orleans waits for a connection.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly HandshakeTurns _turns = new();
    private readonly HandshakeLog _log = new(name, time, logger);

    /// <summary>Secures a connection, and hands it on. One that cannot be secured ends here.</summary>
    public async Task OnConnectionAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var peer = new PeerCheck(
            name == Gateway ? options.EdgeName : options.SiloName, isRequired: name != Gateway || options.RequireEdgeCertificates);
        await using var stream = new SslStream(new DuplexPipeStream(transport), leaveInnerStreamOpen: true);
        if (!await TryShakeHandsAsync(stream, peer, connection))
        {
            connection.Abort();
            return;
        }

        var secured = new TlsPipe(stream);
        connection.Transport = secured;
        try
        {
            await next(connection);
        }
        finally
        {
            secured.Complete();
            // What closes the connection closes what it was made with.
            connection.Transport = transport;
        }
    }

    private async Task<bool> TryShakeHandsAsync(SslStream stream, PeerCheck peer, ConnectionContext connection)
    {
        using var ending = new CancellationTokenSource(Timeout, time);
        var place = _turns.Begin(ending);
        try
        {
            await (name == Outbound ? stream.AuthenticateAsClientAsync(ClientOptions(peer), ending.Token) : stream.AuthenticateAsServerAsync(ServerOptions(peer), ending.Token));
            instruments.OnHandshake(name, TransportInstruments.Accepted);
            return true;
        }
        catch (Exception e)
        {
            // Whatever a stranger sends, and however the library takes it, ends this connection and nothing else.
            var (result, problem) = peer.Problem is { } refused ? (TransportInstruments.Refused, refused)
                : ending.IsCancellationRequested ? (TransportInstruments.Late, $"it was not done within {Timeout.TotalSeconds:0} s, or {HandshakeTurns.Most} others began after it")
                : (TransportInstruments.Failed, $"it speaks no TLS 1.3, or refuses us ({e.GetType().Name})");
            instruments.OnHandshake(name, result);
            _log.OnFailed(connection.RemoteEndPoint, problem);
            return false;
        }
        finally
        {
            _turns.End(place, ending);
        }
    }

    private SslServerAuthenticationOptions ServerOptions(PeerCheck peer)
    {
        var current = credentials.Current;
        return new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            ServerCertificateContext = current.Own!.Context,
            ClientCertificateRequired = true,
            CertificateChainPolicy = current.NewChainPolicy(),
            RemoteCertificateValidationCallback = peer.Accept,
            AllowTlsResume = false,
        };
    }

    private SslClientAuthenticationOptions ClientOptions(PeerCheck peer)
    {
        var current = credentials.Current;
        return new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            TargetHost = options.SiloName,
            ClientCertificateContext = current.Own?.Context,
            CertificateChainPolicy = current.NewChainPolicy(),
            RemoteCertificateValidationCallback = peer.Accept,
            AllowTlsResume = false,
        };
    }
}
