using System.Net;
using System.Net.Sockets;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Service;

/// <summary>
/// The server that a run is made against. Always this machine: the runner attacks, and must not be pointed at anybody else's service.
/// </summary>
public sealed record ServerAddress
{
    private ServerAddress(Uri uri, IReadOnlyList<IPAddress> addresses) => (Uri, Addresses) = (uri, addresses);

    /// <summary>The address as it was given.</summary>
    public Uri Uri { get; }

    /// <summary>The loopback addresses behind it, the only ones that are connected to.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>Takes an address whose host is, or resolves to, loopback addresses only.</summary>
    /// <exception cref="RunRefusedException">The address is not HTTP, cannot be resolved, or is another machine's.</exception>
    public static async Task<ServerAddress> ResolveAsync(string text, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw new RunRefusedException($"--server: '{text}' is not an HTTP address. Write it as http://localhost:8080.");
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(uri.IdnHost, cancellation);
            return addresses.Length > 0 && Array.TrueForAll(addresses, IPAddress.IsLoopback)
                ? new(uri, addresses)
                : throw new RunRefusedException(
                    $"--server: '{uri.Host}' is not this machine. The runner attacks its target, so it takes loopback addresses only; "
                    + "forward a local port if the server runs elsewhere.");
        }
        catch (Exception unresolved) when (unresolved is SocketException or ArgumentException)
        {
            // The resolver takes 0.0.0.0 and over-long names for bad arguments.
            throw new RunRefusedException($"--server: '{uri.Host}' cannot be resolved: {unresolved.Message}", unresolved);
        }
    }
}
