using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Contracts.Transport;

/// <summary>What a process shows to others, and whom it believes.</summary>
public sealed class TlsCredentials
{
    /// <summary>What the files are called in metrics and log lines.</summary>
    public const string FilesName = "tls-certificate";

    // Extended key usages of RFC 5280.
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2Collection _authorities;

    private TlsCredentials(PemCertificate? own, X509Certificate2Collection authorities) => (Own, _authorities) = (own, authorities);

    /// <summary>What the process shows, or null for nothing.</summary>
    public PemCertificate? Own { get; }

    /// <summary>Watches the files of a process.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="side">What the process is.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="UnusableFileException">They cannot be used.</exception>
    public static WatchedFiles<TlsCredentials> Watch(TlsOptions options, TlsSide side, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(options);
        var authorities = WatchedFile.Trusted(options.AuthoritiesFile);
        WatchedFile[] files = options.CertificateFile is null
            ? [authorities]
            : [authorities, WatchedFile.Trusted(options.CertificateFile), WatchedFile.Secret(options.KeyFile!)];
        return new(FilesName, files, (contents, time) => Read(options, side, contents, time), one => one.Own?.Expires, now);
    }

    /// <summary>How the other side's certificate is judged: by the authorities of the file alone, without asking anybody else.</summary>
    internal X509ChainPolicy NewChainPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            // A stranger's certificate says where its issuer's could be had.
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }

    private static TlsCredentials Read(TlsOptions options, TlsSide side, IReadOnlyList<byte[]> contents, DateTimeOffset now)
    {
        var own = contents.Count == 1 ? null : PemCertificate.Read(options.CertificateFile!, contents[1], options.KeyFile!, contents[2], now);
        var read = new TlsCredentials(own, PemCertificate.ReadAll(options.AuthoritiesFile, contents[0]));
        return own is not null && read.FindProblem(own, options, side, now) is { } problem
            ? throw new UnusableFileException($"The certificate in '{options.CertificateFile}' {problem}")
            : read;
    }

    // What others would refuse is said here, where it can be mended.
    private string? FindProblem(PemCertificate own, TlsOptions options, TlsSide side, DateTimeOffset now)
    {
        var name = side == TlsSide.Silo ? options.SiloName : options.EdgeName;
        if (!own.Leaf.MatchesHostname(name, allowWildcards: false, allowCommonName: false))
        {
            return $"is not for the DNS name '{name}'. Issue it with that subject alternative name.";
        }

        Oid[] uses = side == TlsSide.Silo ? [ServerAuthentication, ClientAuthentication] : [ClientAuthentication];
        foreach (var use in uses)
        {
            using var chain = new X509Chain { ChainPolicy = NewChainPolicy() };
            chain.ChainPolicy.ApplicationPolicy.Add(use);
            chain.ChainPolicy.ExtraStore.AddRange(own.Intermediates);
            chain.ChainPolicy.VerificationTime = now.UtcDateTime;
            if (!chain.Build(own.Leaf))
            {
                var words = string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
                var usages = side == TlsSide.Silo ? "server and client authentication" : "client authentication";
                return $"is not issued for {usages} by an authority of '{options.AuthoritiesFile}' ({words}). Name the authority, or have it issued anew.";
            }
        }

        return null;
    }
}
