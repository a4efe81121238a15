namespace QuotaGrid.Contracts.Transport;

/// <summary>How traffic between processes is secured. All processes of a cluster have it, or none.</summary>
/// <remarks>
/// Silos are reached by addresses that change, so certificates are not issued for hosts but for what a process is: a DNS name that no host has. A silo takes connections of silos
/// from silos only, so whoever has an edge's certificate cannot act as one.
/// </remarks>
public sealed record TlsOptions
{
    /// <summary>The default of <see cref="SiloName"/>.</summary>
    public const string DefaultSiloName = "silo.quotagrid";

    /// <summary>The default of <see cref="EdgeName"/>.</summary>
    public const string DefaultEdgeName = "edge.quotagrid";

    /// <summary>PEM: the certificates of the authorities that others' must be issued by. The machine's own are never used.</summary>
    public required string AuthoritiesFile { get; init; }

    /// <summary>PEM: the process's certificate, then intermediate ones. Only an edge may do without. Default: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM: its private key, not encrypted, which nobody but its owner and group may read. Default: none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The DNS name in every silo's certificate. Default: silo.quotagrid.</summary>
    public string SiloName { get; init; } = DefaultSiloName;

    /// <summary>The DNS name in every edge's certificate. Default: edge.quotagrid.</summary>
    public string EdgeName { get; init; } = DefaultEdgeName;

    /// <summary>Whether a silo takes connections only from edges that show a certificate. Silos always show theirs to each other. Default: true.</summary>
    public bool RequireEdgeCertificates { get; init; } = true;
}
