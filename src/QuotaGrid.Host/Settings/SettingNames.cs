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

    private static readonly ImmutableArray<Role> Everyone = [Role.All, Role.Silo, Role.Edge];
    private static readonly ImmutableArray<Role> Silos = [Role.All, Role.Silo];
    private static readonly ImmutableArray<Role> Gateways = [Role.All, Role.Edge];
    private static readonly ImmutableArray<Role> Clusters = [Role.Silo, Role.Edge];

    /// <summary>All settings, in the order of the help text.</summary>
    public static readonly ImmutableArray<Setting> All =
    [
        new("role", "all", "What this process is: all (one machine, SQLite), silo or edge (a cluster on PostgreSQL).", Everyone),
        new("urls", "http://localhost:8080", "Where HTTP listens; several with ';' between them.", Everyone),
        new("data", "./data", "The directory of the embedded database and the secret.", [Role.All]),
        new("policies", null, "The policy document; without it the built-in contacts-default.", Silos),
        new("secret-file", null, "The file with the cluster's secret; role all makes it with its database, and without this setting in the data directory.", Gateways),
        new("database", null, "The PostgreSQL connection, as in 'Host=db;Username=quotagrid;Database=quotagrid'.", Clusters),
        new("cluster", "quotagrid", "The cluster's name.", Everyone),
        new("silo-port", "11111", "The port between silos.", Silos),
        new("gateway-port", "30000", "The port of a silo for gateways.", Silos),
        new("advertise", null, "The IP address by which others reach this silo; without it the machine's own.", [Role.Silo]),
        new("snapshot-interval", "2s", "How long after a change an identity is stored, 100ms to 5m: what a crash may lose.", Silos),
        new("stop-delay", "5s", "How long an edge that is told to stop goes on answering while it says that it is not ready, 0s to 5m: so long whoever balances load needs to notice.", [Role.Edge]),
        new("decision-timeout", "2s", "How long a decision may take before the policy's fail mode is used, 10ms to 30s.", Everyone),
    ];
}
