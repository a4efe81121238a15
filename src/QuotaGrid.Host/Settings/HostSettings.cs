using System.Net;
using QuotaGrid.Contracts.Transport;

namespace QuotaGrid.Host.Settings;

/// <summary>How a process is run; each value is validated. Where it comes from and its default: <see cref="SettingNames"/>.</summary>
public sealed record HostSettings
{
    // Orleans waits 30 seconds by default; a gateway has used its fail mode long before.
    private static readonly TimeSpan LeastResponseTimeout = TimeSpan.FromSeconds(5);

    // A silo hands some thousands of grains over in a second; an edge's requests end within their timeout.
    private static readonly TimeSpan StopAfterDelay = TimeSpan.FromSeconds(60);

    /// <summary>What the process is.</summary>
    public required Role Role { get; init; }

    /// <summary>Where HTTP listens: one or more URLs with <c>;</c> between them.</summary>
    public required string Urls { get; init; }

    /// <summary>The directory of the embedded database and the secret. Role all only.</summary>
    public required string Data { get; init; }

    /// <summary>The policy document, or null for the built-in one. Roles all and silo.</summary>
    public required string? Policies { get; init; }

    /// <summary>The file with the cluster's secret, or null for the one in <see cref="Data"/>. Roles all and edge.</summary>
    public required string? SecretFile { get; init; }

    /// <summary>The file with the old or the new secret while that changes, or null for none. Roles all and edge.</summary>
    public required string? OtherSecretFile { get; init; }

    /// <summary>The PostgreSQL connection, in Npgsql's form. Roles silo and edge.</summary>
    public required string? Database { get; init; }

    /// <summary>The cluster's name: silos and edges with the same name and database belong together.</summary>
    public required string Cluster { get; init; }

    /// <summary>The port between silos.</summary>
    public required int SiloPort { get; init; }

    /// <summary>The port for gateways.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>The address by which others reach this silo, or null for the machine's own. Role silo.</summary>
    public required IPAddress? Advertise { get; init; }

    /// <summary>How long after a change an identity is stored.</summary>
    public required TimeSpan SnapshotInterval { get; init; }

    /// <summary>Where events are sent to, or null for nowhere. Roles all and silo.</summary>
    public required Uri? WebhookUrl { get; init; }

    /// <summary>The file with the secret that events are signed by, or null when there is no webhook. Roles all and silo.</summary>
    public required string? WebhookSecretFile { get; init; }

    /// <summary>How long an edge that is told to stop goes on answering while it is not ready any more.</summary>
    public required TimeSpan StopDelay { get; init; }

    /// <summary>How long a decision may take before the policy's fail mode is used.</summary>
    public required TimeSpan DecisionTimeout { get; init; }

    /// <summary>How long a stop may take altogether. An orchestrator that kills after that has to wait longer.</summary>
    public TimeSpan StopTimeout => StopAfterDelay + StopDelay;

    /// <summary>How traffic between processes is secured, or null for not at all. Roles silo and edge.</summary>
    public required TlsOptions? Tls { get; init; }

    /// <summary>The certificate of https URLs, or null when there are none.</summary>
    public required CertificateFiles? HttpCertificate { get; init; }

    /// <summary>Who may use HTTP.</summary>
    public required AccessSettings Access { get; init; }

    /// <summary>
    /// How long a silo waits for the answer of another one: as long as a decision may take, and at least 5 seconds, because it asks for more than decisions.
    /// </summary>
    public TimeSpan SiloResponseTimeout => DecisionTimeout > LeastResponseTimeout ? DecisionTimeout : LeastResponseTimeout;
}
