using System.Collections.Immutable;
using QuotaGrid.Contracts.Transport;

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
        new("other-secret-file", null, "While the secret changes, the file with the other one of the old and the new: targets known by one stay known by both.", Gateways),
        new("database", null, "The PostgreSQL connection, as in 'Host=db;Username=quotagrid;Database=quotagrid'.", Clusters),
        new("cluster", "quotagrid", "The cluster's name.", Everyone),
        new("silo-port", "11111", "The port between silos.", Silos),
        new("gateway-port", "30000", "The port of a silo for gateways.", Silos),
        new("advertise", null, "The IP address by which others reach this silo; without it the machine's own.", [Role.Silo]),
        new("snapshot-interval", "2s", "How long after a change an identity is stored, 100ms to 5m: what a crash may lose.", Silos),
        new("webhook-url", null, "Where convictions, campaigns and what operators do about them are sent to, as Standard Webhooks has it.", Silos),
        new("webhook-secret-file", null, "The file with the secret that events are signed by: base64 of at least 16 random bytes, with or without 'whsec_' before it.", Silos),
        new("stop-delay", "5s", "How long an edge that is told to stop goes on answering while it says that it is not ready, 0s to 5m: so long whoever balances load needs to notice.", [Role.Edge]),
        new("decision-timeout", "2s", "How long a decision may take before the policy's fail mode is used, 10ms to 30s.", Everyone),
        new("tls-certificate", null, "PEM: the certificate that this process shows to silos and edges, then intermediate ones. An edge may do without.", Clusters),
        new("tls-key", null, "PEM: its private key, not encrypted.", Clusters),
        new("tls-ca", null, "PEM: the authorities that must have issued the others' certificates. With it traffic between processes is encrypted.", Clusters),
        new("tls-silo-name", TlsOptions.DefaultSiloName, "The DNS name in the certificates of silos.", Clusters),
        new("tls-edge-name", TlsOptions.DefaultEdgeName, "The DNS name in the certificates of edges.", Clusters),
        new("tls-client-certificates", RequiredCertificates, "Whether edges have to show a certificate: required or none. Silos always do.", [Role.Silo]),
        new("http-certificate", null, "PEM: the certificate of https URLs, then intermediate ones.", Everyone),
        new("http-key", null, "PEM: its private key, not encrypted.", Everyone),
        new("api-keys", null, "The file with the API keys that may use HTTP; 'quotagrid key create' makes entries.", Everyone),
        new("jwt-authority", null, "The OpenID Connect issuer whose tokens may use HTTP, as in 'https://login.example.com'.", Everyone),
        new("jwt-audience", null, "The audience that its tokens must be for.", Everyone),
        new("anonymous", Nobody, "What is open to everyone who reaches an edge: none or decide (decisions, outcomes and holds).", Gateways),
    ];

    /// <summary>The value of <c>tls-client-certificates</c> with which edges have to show one.</summary>
    internal const string RequiredCertificates = "required";

    /// <summary>The value of <c>anonymous</c>, and of <c>tls-client-certificates</c>, for nothing.</summary>
    internal const string Nobody = "none";

    /// <summary>The value of <c>anonymous</c> with which everyone may decide.</summary>
    internal const string Deciding = "decide";
}
