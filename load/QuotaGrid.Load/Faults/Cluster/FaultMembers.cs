using System.Diagnostics;
using Npgsql;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>Who is a member of a cluster, by the database: what silos have written there for each other.</summary>
/// <param name="connection">The PostgreSQL connection.</param>
/// <param name="cluster">The cluster's name.</param>
internal sealed class FaultMembers(string connection, string cluster)
{
    // Orleans' number of a silo's last status, which others write of it when they evict it.
    private const int Dead = 6;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a silo is written down as dead.</summary>
    /// <returns>After how long; null when it is not within the patience.</returns>
    public async Task<TimeSpan?> DeadAsync(ServerProcess silo, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience;)
        {
            if (await CountAsync("AND Address = @address AND Port = @port", silo, cancellationToken) > 0)
            {
                return waited.Elapsed;
            }

            await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
        }

        return null;
    }

    /// <summary>How many members are dead.</summary>
    public Task<long> CountDeadAsync(CancellationToken cancellationToken) => CountAsync("", silo: null, cancellationToken);

    private async Task<long> CountAsync(string which, ServerProcess? silo, CancellationToken cancellationToken)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM OrleansMembershipTable WHERE DeploymentId = @cluster AND Status = {Dead} {which}", database);
        command.Parameters.AddWithValue("cluster", cluster);
        if (silo is not null)
        {
            command.Parameters.AddWithValue("address", silo.Host.Address);
            command.Parameters.AddWithValue("port", silo.SiloPort);
        }

        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
