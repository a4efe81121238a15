using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>Somebody who connects to a port of a silo, and believes whatever it shows.</summary>
public static class TlsClient
{
    // What is refused is closed at once; a busy machine may need longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Believes whoever shows a certificate.</summary>
    public static bool ShowsOne(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate is not null;

    /// <summary>Connects, with a certificate or none.</summary>
    /// <returns>Whether the silo said anything over the connection; it begins by itself at its port for silos.</returns>
    public static async Task<bool> IsAnsweredAsync(int port, (string Certificate, string Key)? own, SslProtocols protocols = SslProtocols.Tls13)
    {
        using var socket = await ConnectAsync(port);
        await using var stream = new SslStream(new NetworkStream(socket));
        using var certificate = own is null ? null : X509Certificate2.CreateFromPemFile(own.Value.Certificate, own.Value.Key);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = TestAuthority.Silo,
                    EnabledSslProtocols = protocols,
                    ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
                    RemoteCertificateValidationCallback = ShowsOne,
                },
                Cancel).WaitAsync(Patience, TimeProvider.System, Cancel);
            return await stream.ReadAsync(new byte[1], Cancel).AsTask().WaitAsync(Patience, TimeProvider.System, Cancel) > 0;
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return false;
        }
    }

    /// <summary>Opens a connection, and sends these bytes.</summary>
    public static async Task<Socket> ConnectAsync(int port, ReadOnlyMemory<byte> bytes = default)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Cancel);
        await socket.SendAsync(bytes, Cancel);
        return socket;
    }

    /// <summary>Waits until the other side closes the connection, without having said anything but a TLS alert.</summary>
    public static async Task SeeClosedAsync(Socket socket)
    {
        const int AlertBytes = 7;
        var received = 0;
        try
        {
            for (int more; (more = await socket.ReceiveAsync(new byte[1024], Cancel).AsTask().WaitAsync(Patience, TimeProvider.System, Cancel)) > 0;)
            {
                received += more;
            }
        }
        catch (SocketException)
        {
            // Reset.
        }

        Assert.InRange(received, 0, AlertBytes);
    }
}
