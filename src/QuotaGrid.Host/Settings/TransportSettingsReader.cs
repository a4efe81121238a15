using QuotaGrid.Contracts.Transport;

namespace QuotaGrid.Host.Settings;

/// <summary>Reads how a process's connections are secured.</summary>
internal static class TransportSettingsReader
{
    private const string Certificate = "tls-certificate";
    private const string Key = "tls-key";
    private const string Authorities = "tls-ca";
    private const string ClientCertificates = "tls-client-certificates";

    /// <summary>Reads how traffic between processes is secured, or null for not at all.</summary>
    public static TlsOptions? ReadTls(SettingSources sources, Role? role)
    {
        var authorities = SettingsReader.ReadPath(sources, Authorities, "Name a file.");
        var options = new TlsOptions
        {
            AuthoritiesFile = authorities ?? "",
            CertificateFile = SettingsReader.ReadPath(sources, Certificate, "Name a file."),
            KeyFile = SettingsReader.ReadPath(sources, Key, "Name a file."),
            SiloName = ReadName(sources, "tls-silo-name"),
            EdgeName = ReadName(sources, "tls-edge-name"),
            RequireEdgeCertificates = ReadClientCertificates(sources),
        };
        if (string.Equals(options.SiloName, options.EdgeName, StringComparison.OrdinalIgnoreCase))
        {
            sources.Report("tls-edge-name", ", the same as --tls-silo-name, so that an edge could act as a silo.", "Choose another name.");
        }

        if (authorities is null)
        {
            foreach (var setting in SettingNames.All.Where(setting => setting.Name.StartsWith("tls-", StringComparison.Ordinal) && sources.IsGiven(setting.Name)))
            {
                sources.Report(setting.Name, ", and is of no use without --tls-ca.", "Name the authorities too, or remove it.");
            }

            return null;
        }

        if (options.CertificateFile is null != options.KeyFile is null)
        {
            sources.Report(options.KeyFile is null ? Key : Certificate, ", and a certificate is of no use without its key.", "Name both files.");
        }
        else if (options.CertificateFile is null && role == Role.Silo)
        {
            sources.Report(Certificate, ", and a silo shows one.", "Name its file and --tls-key, or remove --tls-ca.");
        }

        return options;
    }

    /// <summary>Reads the certificate of https URLs, or null when there is none.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="urls">Where HTTP listens, or null when that could not be read.</param>
    public static CertificateFiles? ReadHttp(SettingSources sources, string? urls)
    {
        var certificate = SettingsReader.ReadPath(sources, "http-certificate", "Name a file.");
        var key = SettingsReader.ReadPath(sources, "http-key", "Name a file.");
        var isSecured = urls?.Contains("https://", StringComparison.OrdinalIgnoreCase);
        if (certificate is null != key is null)
        {
            sources.Report(key is null ? "http-key" : "http-certificate", ", and a certificate is of no use without its key.", "Name both files.");
        }
        else if (certificate is null && isSecured == true)
        {
            sources.Report("http-certificate", ", and https URLs need one.", "Name its file and --http-key, or write http://.");
        }
        else if (certificate is not null && isSecured == false)
        {
            sources.Report("http-certificate", ", and no URL of --urls is https.", "Write https://, or remove it.");
        }

        return certificate is null || key is null ? null : new CertificateFiles(certificate, key);
    }

    private static string ReadName(SettingSources sources, string name)
    {
        var text = sources[name]!;
        if (Uri.CheckHostName(text) != UriHostNameType.Dns)
        {
            sources.Report(name, ".", "Write a DNS name.");
        }

        return text;
    }

    private static bool ReadClientCertificates(SettingSources sources)
    {
        var text = sources[ClientCertificates];
        if (text is not (SettingNames.RequiredCertificates or SettingNames.Nobody))
        {
            sources.Report(ClientCertificates, ".", $"Choose {SettingNames.RequiredCertificates} or {SettingNames.Nobody}.");
        }

        return text != SettingNames.Nobody;
    }
}
