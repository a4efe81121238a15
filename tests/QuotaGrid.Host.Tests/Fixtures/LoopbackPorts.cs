using System.Net;
using System.Net.Sockets;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>Ports of the loopback interface that nobody listens on.</summary>
public static class LoopbackPorts
{
    /// <summary>Finds a number of different ports.</summary>
    public static int[] Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            // All of them at once, so that none is found twice.
            foreach (var listener in listeners)
            {
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
