using System.Net;
using System.Net.Sockets;

namespace QuotaGrid.Load.Verbs;

/// <summary>Ports of the loopback interface that nobody listens on.</summary>
public static class LoopbackPorts
{
    /// <summary>Finds a number of different ports.</summary>
    public static int[] Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            Array.ForEach(listeners, listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }
}
