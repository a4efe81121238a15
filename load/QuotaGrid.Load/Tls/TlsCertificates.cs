using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Tls;

/// <summary>The certificates of one run: an authority, a silo's and an edge's, all ECDSA P-256, valid for a day.</summary>
internal sealed class TlsCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int SerialBytes = 16;

    private readonly string _authorities;
    private readonly (string Certificate, string Key) _silo;
    private readonly (string Certificate, string Key) _edge;

    /// <summary>Makes them.</summary>
    public TlsCertificates(RunFolder folder, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=quotagrid run", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _authorities = folder.File("authorities.crt");
        File.WriteAllText(_authorities, authority.ExportCertificatePem());
        _silo = Issue(authority, folder.File("silo"), TlsOptions.DefaultSiloName, now, [new Oid(ServerAuthentication), new Oid(ClientAuthentication)]);
        _edge = Issue(authority, folder.File("edge"), TlsOptions.DefaultEdgeName, now, [new Oid(ClientAuthentication)]);
    }

    /// <summary>What a silo is started with.</summary>
    public string[] SiloArguments => ["--tls-ca", _authorities, "--tls-certificate", _silo.Certificate, "--tls-key", _silo.Key];

    /// <summary>What a gateway process connects with.</summary>
    public TlsOptions Edge => new() { AuthoritiesFile = _authorities, CertificateFile = _edge.Certificate, KeyFile = _edge.Key };

    private static (string Certificate, string Key) Issue(X509Certificate2 authority, string path, string name, DateTimeOffset now, OidCollection uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=quotagrid", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, critical: false));
        using var certificate = request.Create(authority, now.AddHours(-1), now.AddHours(12), RandomNumberGenerator.GetBytes(SerialBytes));
        File.WriteAllText(path + ".crt", certificate.ExportCertificatePem());
        File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path + ".key", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return (path + ".crt", path + ".key");
    }
}
