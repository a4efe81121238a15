using System.Collections;
using System.Globalization;
using System.Net;
using QuotaGrid.Core.Policies;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Settings;

/// <summary>Reads and validates the settings of a process.</summary>
public static class SettingsReader
{
    /// <summary>Reads the settings from everywhere.</summary>
    /// <param name="commandLine">The options given on the command line, by setting name.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="file">A settings file, or null.</param>
    /// <exception cref="SettingsException">Something is wrong; all of it is named.</exception>
    public static HostSettings Read(IReadOnlyDictionary<string, string> commandLine, IDictionary environment, string? file)
    {
        var sources = SettingSources.Gather(commandLine, environment, file);
        var (role, urls) = (ReadRole(sources), ReadUrls(sources));
        var settings = new HostSettings
        {
            Role = role ?? Role.All,
            Urls = urls ?? "",
            Data = ReadPath(sources, "data", "Name a directory.")!,
            Policies = ReadPath(sources, "policies", "Name a file, or leave the setting out for the built-in policies."),
            SecretFile = ReadPath(sources, "secret-file", "Name a file."),
            OtherSecretFile = ReadPath(sources, "other-secret-file", "Name a file."),
            Database = ReadConnection(sources),
            Cluster = ReadCluster(sources),
            SiloPort = ReadPort(sources, "silo-port"),
            GatewayPort = ReadPort(sources, "gateway-port"),
            Advertise = ReadAddress(sources),
            SnapshotInterval = ReadDuration(sources, "snapshot-interval", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
            WebhookUrl = ReadWebhook(sources),
            WebhookSecretFile = ReadPath(sources, "webhook-secret-file", "Name a file."),
            StopDelay = ReadDuration(sources, "stop-delay", TimeSpan.Zero, TimeSpan.FromMinutes(5)),
            DecisionTimeout = ReadDuration(sources, "decision-timeout", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30)),
            Tls = TransportSettingsReader.ReadTls(sources, role),
            HttpCertificate = TransportSettingsReader.ReadHttp(sources, urls),
            Access = AccessSettingsReader.Read(sources, role, urls),
        };
        if (role is not null)
        {
            CheckRole(settings, sources);
        }

        // Where neither could be read, both are 0; and an edge has neither.
        if (settings.SiloPort == settings.GatewayPort && settings.SiloPort != 0 && settings.Role != Role.Edge)
        {
            sources.Report("gateway-port", ", the same as --silo-port.", "Choose another port.");
        }

        return sources.Problems.Count == 0 ? settings : throw new SettingsException(sources.Problems);
    }

    /// <summary>Reads the PostgreSQL connection alone, for a command that needs nothing else.</summary>
    /// <param name="option">What the command line has for <c>--database</c>, or null.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <exception cref="SettingsException">There is none, or something else is wrong; all of it is named.</exception>
    public static string ReadDatabase(string? option, IDictionary environment)
    {
        const string Name = "database";
        var commandLine = option is null ? new Dictionary<string, string>() : new() { [Name] = option };
        var sources = SettingSources.Gather(commandLine, environment, file: null);
        var database = ReadConnection(sources);
        if (database is null)
        {
            sources.Report(Name, ".", $"Name the PostgreSQL database, here or in {SettingNames.EnvironmentPrefix}DATABASE.");
        }

        return sources.Problems.Count == 0 ? database! : throw new SettingsException(sources.Problems);
    }

    private static void CheckRole(HostSettings settings, SettingSources sources)
    {
        if (settings.Role != Role.All && settings.Database is null)
        {
            sources.Report("database", ", and a cluster needs it.", "Name the PostgreSQL database that 'quotagrid migrate' prepared.");
        }

        if (settings.Role == Role.Edge && settings.SecretFile is null)
        {
            sources.Report("secret-file", ", and an edge needs the cluster's secret.", "Name the file; it is the same on every edge.");
        }

        if (settings.WebhookUrl is not null && settings.WebhookSecretFile is null)
        {
            sources.Report("webhook-secret-file", ", and events must be signed.", "Name the file with the secret that the receiver knows too: 'head -c 32 /dev/urandom | base64'.");
        }

        if (settings.WebhookSecretFile is not null && !sources.IsGiven("webhook-url"))
        {
            sources.Report("webhook-url", ", and there is a secret for it.", "Name where events are sent to, or remove --webhook-secret-file.");
        }

        foreach (var setting in SettingNames.All.Where(setting => sources.IsGiven(setting.Name) && !setting.Roles.Contains(settings.Role)))
        {
            sources.Report(setting.Name, $", and role {sources["role"]} does not use it.", $"Remove it, or choose the role {setting.RoleNames}.");
        }
    }

    private static Role? ReadRole(SettingSources sources)
    {
        switch (sources["role"])
        {
            case "all":
                return Role.All;
            case "silo":
                return Role.Silo;
            case "edge":
                return Role.Edge;
            default:
                sources.Report("role", ".", "Choose all, silo or edge.");
                return null;
        }
    }

    private static string? ReadUrls(SettingSources sources)
    {
        var urls = sources["urls"]!;
        foreach (var url in urls.Split(';'))
        {
            // Kestrel's forms for every address, which are no URIs. It finds a free port (0) for an address only, and localhost is two.
            var uri = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps) || parsed.PathAndQuery != "/"
                || (parsed.Port == 0 && parsed.IsLoopback && parsed.HostNameType == UriHostNameType.Dns))
            {
                sources.Report("urls", ".", "Write http://HOST:PORT or https://HOST:PORT, several with ';' between them.");
                return null;
            }
        }

        return urls;
    }

    /// <summary>Reads the path of a file or directory.</summary>
    internal static string? ReadPath(SettingSources sources, string name, string remedy)
    {
        var path = sources[name];
        // The second cannot be part of a file's name on any system, and a settings file can have it.
        if (path is not null && (string.IsNullOrWhiteSpace(path) || path.Contains('\0')))
        {
            sources.Report(name, ".", remedy);
        }

        return path;
    }

    private static Uri? ReadWebhook(SettingSources sources)
    {
        if (sources["webhook-url"] is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
        {
            return url;
        }

        sources.Report("webhook-url", ", but is no URL.", "Write it as in 'https://alerts.example.com/quotagrid'.");
        return null;
    }

    private static string? ReadConnection(SettingSources sources)
    {
        var connection = sources["database"];
        if (connection is not null && !PostgresDatabase.IsConnection(connection))
        {
            sources.Report("database", ", but is no PostgreSQL connection.", "Write it as in 'Host=db;Username=quotagrid;Database=quotagrid'.");
        }

        return connection;
    }

    private static string ReadCluster(SettingSources sources)
    {
        var cluster = sources["cluster"]!;
        if (Core.Problems.Name.FindProblem(cluster) is { } problem)
        {
            sources.Report("cluster", $". {problem}", Core.Problems.Name.Remedy);
        }

        return cluster;
    }

    private static int ReadPort(SettingSources sources, string name)
    {
        if (int.TryParse(sources[name], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65_535)
        {
            return port;
        }

        sources.Report(name, ".", "Write a port from 1 to 65535.");
        return 0;
    }

    private static IPAddress? ReadAddress(SettingSources sources)
    {
        if (sources["advertise"] is not { } text)
        {
            return null;
        }

        if (IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
        {
            return address;
        }

        sources.Report("advertise", ".", "Write the one IP address by which other silos and gateways reach this one.");
        return null;
    }

    private static TimeSpan ReadDuration(SettingSources sources, string name, TimeSpan least, TimeSpan most)
    {
        if (DurationText.TryParse(sources[name], out var duration) && duration >= least && duration <= most)
        {
            return duration;
        }

        sources.Report(name, ".", $"Write a duration from {DurationText.Format(least)} to {DurationText.Format(most)}.");
        return least;
    }
}
