using System.Security.Cryptography;
using Npgsql;

namespace QuotaGrid.Load.Roll;

/// <summary>The Secrets that an operator makes, as k8s/README.md says, for a database of the run.</summary>
public static class OutsideSecrets
{
    private const string Key = "database";

    /// <summary>Makes them.</summary>
    /// <param name="database">The connection to the database's server.</param>
    public static Dictionary<string, IReadOnlyDictionary<string, string>> Make(string database) => new()
    {
        ["quotagrid-migrate"] = As(database, "quotagrid_migrator", connections: 2),
        ["quotagrid-silo"] = As(database, "quotagrid_silo", connections: 20),
        ["quotagrid-edge"] = As(database, "quotagrid_edge", connections: 5),
        ["quotagrid-secret"] = new Dictionary<string, string> { ["secret.key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) },
    };

    private static Dictionary<string, string> As(string database, string role, int connections) => new()
    {
        [Key] = new NpgsqlConnectionStringBuilder(database) { Username = role, Database = "quotagrid", MaxPoolSize = connections }.ConnectionString,
    };
}
