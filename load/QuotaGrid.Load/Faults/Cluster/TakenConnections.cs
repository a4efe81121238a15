using Npgsql;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>Connections to a database that nobody else can have.</summary>
internal sealed class TakenConnections : IAsyncDisposable
{
    private readonly List<NpgsqlConnection> _connections = [];

    /// <summary>How many.</summary>
    public int Count => _connections.Count;

    /// <summary>Takes all that are free, ends those of others, and takes these too.</summary>
    public async Task TakeAsync(string connection, CancellationToken cancellationToken)
    {
        await TakeFreeAsync(connection, cancellationToken);
        await using (var end = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> 'taken'", _connections[0]))
        {
            await end.ExecuteNonQueryAsync(cancellationToken);
        }

        await TakeFreeAsync(connection, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task TakeFreeAsync(string connection, CancellationToken cancellationToken)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, ApplicationName = "taken" }.ConnectionString;
        try
        {
            while (true)
            {
                var taken = new NpgsqlConnection(unpooled);
                await taken.OpenAsync(cancellationToken);
                _connections.Add(taken);
            }
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            // That was the last one.
        }
    }
}
