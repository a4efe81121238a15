using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Contracts.Transport;

/// <summary>A certificate with its key and the intermediate certificates that are sent with it.</summary>
public sealed class PemCertificate
{
    private PemCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        (Leaf, Intermediates) = (leaf, intermediates);
        Context = SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
        Expires = intermediates.Append(leaf).Min(one => new DateTimeOffset(one.NotAfter.ToUniversalTime()));
    }

    /// <summary>The certificate itself.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>What is between it and its authority.</summary>
    public X509Certificate2Collection Intermediates { get; }

    /// <summary>What is shown to the other side.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>When the first of them expires.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>Watches the two files of a certificate.</summary>
    /// <param name="name">What it is, as metrics and log lines say it.</param>
    /// <param name="certificate">PEM: the certificate, then the intermediate ones.</param>
    /// <param name="key">PEM: its private key, not encrypted.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="UnusableFileException">They cannot be used.</exception>
    public static WatchedFiles<PemCertificate> Watch(string name, string certificate, string key, DateTimeOffset now) => new(
        name,
        [WatchedFile.Trusted(certificate), WatchedFile.Secret(key)],
        (contents, time) => Read(certificate, contents[0], key, contents[1], time),
        one => one.Expires,
        now);

    /// <summary>Reads a certificate.</summary>
    /// <param name="certificateFile">Where it came from.</param>
    /// <param name="certificate">PEM: the certificate, then the intermediate ones.</param>
    /// <param name="keyFile">Where the key came from.</param>
    /// <param name="key">PEM: its private key, not encrypted.</param>
    /// <param name="now">The time at which it must be valid.</param>
    /// <exception cref="UnusableFileException">It cannot be used.</exception>
    internal static PemCertificate Read(string certificateFile, byte[] certificate, string keyFile, byte[] key, DateTimeOffset now)
    {
        var intermediates = ReadAll(certificateFile, certificate);
        intermediates.RemoveAt(0);
        var read = new PemCertificate(ReadLeaf(certificateFile, certificate, keyFile, key), intermediates);
        if (read.Expires <= now)
        {
            throw new UnusableFileException($"The certificate in '{certificateFile}' expired at {read.Expires:u}. Renew it.");
        }

        var begins = new DateTimeOffset(read.Leaf.NotBefore.ToUniversalTime());
        return begins <= now
            ? read
            : throw new UnusableFileException($"The certificate in '{certificateFile}' is valid from {begins:u}, and it is {now:u}. Set the clock, or name another.");
    }

    /// <summary>Reads every certificate of a file.</summary>
    /// <exception cref="UnusableFileException">There is none, or something is no certificate.</exception>
    internal static X509Certificate2Collection ReadAll(string file, byte[] content)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(Encoding.UTF8.GetString(content));
        }
        catch (CryptographicException)
        {
            all.Clear();
        }

        return all.Count > 0 ? all : throw new UnusableFileException($"The file '{file}' has no certificates in PEM form (BEGIN CERTIFICATE). Name one that has.");
    }

    private static X509Certificate2 ReadLeaf(string certificateFile, byte[] certificate, string keyFile, byte[] key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new UnusableFileException(
                $"The file '{keyFile}' has no private key in PEM form, not encrypted, of the certificate in '{certificateFile}'. Name the two that belong together.");
        }
    }
}
