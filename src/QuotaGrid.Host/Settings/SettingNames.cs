using System.Collections.Immutable;

namespace QuotaGrid.Host.Settings;

/// <summary>
/// Every setting of <c>quotagrid serve</c>: one name, from which the command line's option (<c>--silo-port</c>), the environment variable
/// (<c>QUOTAGRID_SILO_PORT</c>) and the file's property (<c>siloPort</c>) follow.
/// </summary>
public static class SettingNames
{
    /// <summary>What every environment variable begins with.</summary>
    public const string EnvironmentPrefix = "QUOTAGRID_";

    /// <summary>All settings, in the order of the help text.</summary>
    public static readonly ImmutableArray<Setting> All =
    [
        new("role", "all", "What this process is: all (one machine, SQLite), silo or edge (a cluster on PostgreSQL)."),
        new("urls", "http://localhost:8080", "Where HTTP listens; several with ';' between them."),
        new("data", "./data", "The directory of the embedded database and the secret (role all)."),
        new("policies", null, "The policy document; without it the built-in contacts-default (roles all, silo)."),
        new("secret-file", null, "The file with the cluster's secret; role all makes it with its database, and without this setting in the data directory (roles all, edge)."),
        new("database", null, "The PostgreSQL connection, as in 'Host=db;Username=quotagrid;Database=quotagrid' (roles silo, edge)."),
        new("cluster", "quotagrid", "The cluster's name."),
        new("silo-port", "11111", "The port between silos."),
        new("gateway-port", "30000", "The port of a silo for gateways."),
        new("advertise", null, "The IP address by which others reach this silo; without it the machine's own (role silo)."),
        new("snapshot-interval", "2s", "How long after a change an identity is stored, 100ms to 5m: what a crash may lose."),
        new("decision-timeout", "2s", "How long a decision may take before the policy's fail mode is used, 10ms to 30s."),
    ];
}
