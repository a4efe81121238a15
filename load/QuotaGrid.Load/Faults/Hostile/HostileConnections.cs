using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QuotaGrid.Load.Faults.Hostile;

/// <summary>Connections to a port of loopback that nobody with good intentions opens. They stay open until they are disposed of, or the other side ends them.</summary>
/// <param name="port">The port.</param>
/// <param name="first">What each sends at once, made from its number.</param>
internal sealed class HostileConnections(int port, Func<int, byte[]> first) : IAsyncDisposable
{
    private const int GarbageBytes = 1_000;
    private const int AtOnce = 200;

    private readonly List<Socket> _sockets = [];

    /// <summary>How many were opened.</summary>
    public int Opened => _sockets.Count;

    /// <summary>Bytes that are no protocol.</summary>
    public static byte[] Garbage(int number)
    {
        var bytes = new byte[GarbageBytes];
        new Random(number).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A request that does not come to its end.</summary>
    public static byte[] SlowHeaders(int number) => Encoding.ASCII.GetBytes($"GET /healthz/ready HTTP/1.1\r\nHost: localhost\r\nX-{number}: ");

    /// <summary>Opens connections; those that are refused are not counted.</summary>
    public async Task OpenAsync(int count, CancellationToken cancellationToken)
    {
        for (var opened = 0; opened < count; opened += AtOnce)
        {
            var sockets = await Task.WhenAll(Enumerable.Range(opened, AtOnce).Select(number => OpenOneAsync(number, cancellationToken)));
            _sockets.AddRange(sockets.OfType<Socket>());
        }
    }

    /// <summary>Sends one more byte on each.</summary>
    public void SendOneMore()
    {
        foreach (var socket in _sockets)
        {
            try
            {
                socket.Send("x"u8, SocketFlags.None, out _);
            }
            catch (SocketException)
            {
                // The other side has ended it.
            }
        }
    }

    /// <summary>How many the other side has ended.</summary>
    public int CountEnded() => _sockets.Count(HasEnded);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        return ValueTask.CompletedTask;
    }

    private static bool HasEnded(Socket socket)
    {
        try
        {
            // Whatever was answered before is read first.
            var buffer = new byte[4096];
            while (socket.Poll(0, SelectMode.SelectRead))
            {
                if (socket.Receive(buffer) == 0)
                {
                    return true;
                }
            }

            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private async Task<Socket?> OpenOneAsync(int number, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            await socket.SendAsync(first(number), cancellationToken);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
