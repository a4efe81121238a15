using System.Net;
using System.Net.Sockets;
using QuotaGrid.Load.Roll.Pods;

namespace QuotaGrid.Load.Roll.Lookups;

/// <summary>
/// A Service, as kube-proxy makes one of it: each new connection goes to a random one of the pods that are ready, and stays with it, whatever becomes of the pod. There is no proxy in between; the client's own connect asks here.
/// </summary>
/// <param name="workload">Whose pods answer.</param>
/// <param name="port">The name of the port that they listen at.</param>
/// <param name="seed">What chance is made from.</param>
public sealed class EdgeService(Workload workload, string port, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();

    /// <summary>Makes a client with connections of its own, which it keeps open.</summary>
    /// <param name="timeout">How long a request may take.</param>
    public HttpClient CreateClient(TimeSpan timeout)
    {
#pragma warning disable CA2000 // The client owns the handler.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectCallback = async (_, cancellationToken) => await ConnectAsync(cancellationToken) };
#pragma warning restore CA2000
        return new HttpClient(handler) { BaseAddress = new Uri("http://quotagrid"), Timeout = timeout };
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Choose(), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private IPEndPoint Choose()
    {
        var ready = workload.Pods.Where(pod => pod.IsRoutable).ToArray();
        if (ready.Length == 0)
        {
            throw new SocketException((int)SocketError.ConnectionRefused);
        }

        lock (_gate)
        {
            var pod = ready[_random.Next(ready.Length)];
            return new IPEndPoint(pod.Identity.Address, pod.Port(port));
        }
    }
}
