using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A port of loopback behind which a database server stands, or seems to be down: then connections end, and new ones are refused.</summary>
public sealed class DatabaseDoor(string database) : IAsyncDisposable
{
    private readonly int _port = LoopbackPorts.Find(1)[0];
    private readonly NpgsqlConnectionStringBuilder _database = new(database);
    private CancellationTokenSource? _open;
    private Task _passing = Task.CompletedTask;

    /// <summary>The way to the database through it.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder(database) { Host = "127.0.0.1", Port = _port }.ConnectionString;

    /// <summary>Lets connections through.</summary>
    public void Open()
    {
        _open = new CancellationTokenSource();
        var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();
        _passing = PassAsync(listener, _open.Token);
    }

    /// <summary>Ends those that are there, and lets no more through.</summary>
    public async Task CloseAsync()
    {
        if (_open is { } open)
        {
            await open.CancelAsync();
            await _passing;
            open.Dispose();
            _open = null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task PassAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(PassAsync(await listener.AcceptTcpClientAsync(cancellationToken), cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            listener.Stop();
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient near, CancellationToken cancellationToken)
    {
        try
        {
            using var far = new TcpClient();
            using (near)
            {
                await far.ConnectAsync(_database.Host!, _database.Port, cancellationToken);
                var (there, back) = (near.GetStream().CopyToAsync(far.GetStream(), cancellationToken), far.GetStream().CopyToAsync(near.GetStream(), cancellationToken));
                await Task.WhenAny(there, back);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or SocketException)
        {
            // One side has gone.
        }
    }
}
