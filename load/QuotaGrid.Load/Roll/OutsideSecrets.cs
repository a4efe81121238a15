using System.Security.Cryptography;
using Npgsql;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Roll;

/// <summary>The Secrets that an operator makes, as k8s/README.md says, for a database of the run.</summary>
public static class OutsideSecrets
{
    private const string Database = "database";

    /// <summary>Makes them.</summary>
    /// <param name="database">The connection to the database's server.</param>
    /// <param name="key">The key that may use HTTP.</param>
    /// <param name="certificates">What processes show each other.</param>
    public static Dictionary<string, IReadOnlyDictionary<string, string>> Make(string database, ApiKey key, RunCertificates certificates)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(certificates);
        return new()
        {
            ["quotagrid-migrate"] = As(database, "quotagrid_migrator", connections: 2),
            ["quotagrid-silo"] = As(database, "quotagrid_silo", connections: 20),
            ["quotagrid-edge"] = As(database, "quotagrid_edge", connections: 5),
            ["quotagrid-database-ca"] = new Dictionary<string, string> { ["ca.crt"] = certificates.Authorities },
            ["quotagrid-secret"] = new Dictionary<string, string> { ["secret.key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) },
            ["quotagrid-api-keys"] = new Dictionary<string, string> { ["api-keys.json"] = key.ToFile() },
            ["quotagrid-silo-tls"] = Tls(certificates.Silo, certificates.Authorities),
            ["quotagrid-edge-tls"] = Tls(certificates.Edge, certificates.Authorities),
        };
    }

    private static Dictionary<string, string> As(string database, string role, int connections) => new()
    {
        [Database] = new NpgsqlConnectionStringBuilder(database) { Username = role, Database = "quotagrid", MaxPoolSize = connections }.ConnectionString,
    };

    // With the keys that cert-manager gives a Secret.
    private static Dictionary<string, string> Tls((string Certificate, string Key) own, string authorities) =>
        new() { ["tls.crt"] = own.Certificate, ["tls.key"] = own.Key, ["ca.crt"] = authorities };
}
