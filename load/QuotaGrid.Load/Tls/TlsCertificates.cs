using QuotaGrid.Contracts.Transport;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Tls;

/// <summary>The certificates of one run as files.</summary>
internal sealed class TlsCertificates
{
    private readonly string _authorities;
    private readonly (string Certificate, string Key) _silo;
    private readonly (string Certificate, string Key) _edge;

    /// <summary>Makes them.</summary>
    public TlsCertificates(RunFolder folder, DateTimeOffset now)
    {
        var made = new RunCertificates(now);
        _authorities = folder.File("authorities.crt");
        File.WriteAllText(_authorities, made.Authorities);
        _silo = Write(made.Silo, folder.File("silo"));
        _edge = Write(made.Edge, folder.File("edge"));
    }

    /// <summary>What a silo is started with.</summary>
    public string[] SiloArguments => ["--tls-ca", _authorities, "--tls-certificate", _silo.Certificate, "--tls-key", _silo.Key];

    /// <summary>What a gateway process connects with.</summary>
    public TlsOptions Edge => new() { AuthoritiesFile = _authorities, CertificateFile = _edge.Certificate, KeyFile = _edge.Key };

    private static (string Certificate, string Key) Write((string Certificate, string Key) made, string path)
    {
        File.WriteAllText(path + ".crt", made.Certificate);
        File.WriteAllText(path + ".key", made.Key);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path + ".key", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return (path + ".crt", path + ".key");
    }
}
