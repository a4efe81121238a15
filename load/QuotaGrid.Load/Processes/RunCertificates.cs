using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QuotaGrid.Contracts.Transport;

namespace QuotaGrid.Load.Processes;

/// <summary>The certificates of one run as PEM: an authority, a silo's and an edge's, all ECDSA P-256, valid for a day.</summary>
public sealed class RunCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int SerialBytes = 16;

    /// <summary>Makes them.</summary>
    public RunCertificates(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=quotagrid run", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Authorities = authority.ExportCertificatePem();
        Silo = Issue(authority, TlsOptions.DefaultSiloName, now, [new Oid(ServerAuthentication), new Oid(ClientAuthentication)]);
        Edge = Issue(authority, TlsOptions.DefaultEdgeName, now, [new Oid(ClientAuthentication)]);
    }

    /// <summary>The authority's certificate.</summary>
    public string Authorities { get; }

    /// <summary>A silo's certificate and its key.</summary>
    public (string Certificate, string Key) Silo { get; }

    /// <summary>An edge's certificate and its key.</summary>
    public (string Certificate, string Key) Edge { get; }

    private static (string Certificate, string Key) Issue(X509Certificate2 authority, string name, DateTimeOffset now, OidCollection uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=quotagrid", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, critical: false));
        using var certificate = request.Create(authority, now.AddHours(-1), now.AddHours(12), RandomNumberGenerator.GetBytes(SerialBytes));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
