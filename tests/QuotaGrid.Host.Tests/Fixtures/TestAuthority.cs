using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A certificate authority of a test's own, and the files of what it issues.</summary>
public sealed class TestAuthority : IDisposable
{
    /// <summary>What a silo's certificate is for.</summary>
    public const string Silo = "silo.quotagrid";

    /// <summary>What an edge's certificate is for.</summary>
    public const string Edge = "edge.quotagrid";

    /// <summary>Extended key usage: server authentication.</summary>
    public const string Server = "1.3.6.1.5.5.7.3.1";

    /// <summary>Extended key usage: client authentication.</summary>
    public const string Client = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly string _directory;
    private int _issued;

    /// <summary>Makes one.</summary>
    /// <param name="directory">Where files go.</param>
    /// <param name="name">Its name, which is that of its files too.</param>
    public TestAuthority(string directory, string name)
    {
        _directory = directory;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _root = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
        File = Write($"{name}.crt", Pem);
    }

    /// <summary>The file with its certificate.</summary>
    public string File { get; }

    /// <summary>Its certificate.</summary>
    public string Pem => _root.ExportCertificatePem() + "\n";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Issues a certificate for server and client authentication, or for these uses.</summary>
    public (string Certificate, string Key) Issue(string dnsName, TimeSpan? from = null, TimeSpan? until = null, params string[] uses)
    {
        var (certificate, key) = IssuePem(dnsName, from, until, uses);
        var name = $"{_root.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}-{++_issued}";
        return (Write($"{name}.crt", certificate), Write($"{name}.key", key));
    }

    /// <summary>The same without files.</summary>
    public (string Certificate, string Key) IssuePem(string dnsName, TimeSpan? from = null, TimeSpan? until = null, params string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=quotagrid", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. (uses is [] ? [Server, Client] : uses).Select(use => new Oid(use))], critical: false));
        using var certificate = request.Create(_root, Now + (from ?? TimeSpan.FromDays(-20)), Now + (until ?? TimeSpan.FromDays(20)), RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>What a process is started with, to show a certificate and believe those of these authorities.</summary>
    public static string[] Arguments((string Certificate, string Key) own, string authorities) =>
        ["--tls-certificate", own.Certificate, "--tls-key", own.Key, "--tls-ca", authorities];

    /// <summary>Writes a file that nobody but its owner may read.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        // As Kubernetes does: never a half-written file.
        System.IO.File.WriteAllText(path + ".new", text);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        System.IO.File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
