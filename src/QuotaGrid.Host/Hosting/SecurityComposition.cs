using QuotaGrid.Contracts.Files;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Host.Access;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>Who is let in, and how what is said is kept from others.</summary>
internal static class SecurityComposition
{
    /// <summary>Adds it all.</summary>
    /// <exception cref="SettingsException">Files cannot be used; all of them are named.</exception>
    public static void AddSecurity(this WebApplicationBuilder builder, HostSettings settings, List<(string Name, string Text)> notes)
    {
        List<string> problems = [];
        var now = TimeProvider.System.GetUtcNow();
        Try(problems, () => AddTls(builder, settings, notes, now));
        Try(problems, () => AddHttps(builder, settings, now));
        Try(problems, () => AddAccess(builder, settings, notes, now));
        if (problems.Count > 0)
        {
            throw new SettingsException(problems);
        }
    }

    private static void Try(List<string> problems, Action add)
    {
        try
        {
            add();
        }
        catch (UnusableFileException e)
        {
            problems.Add(e.Message);
        }
    }

    private static void AddTls(WebApplicationBuilder builder, HostSettings settings, List<(string Name, string Text)> notes, DateTimeOffset now)
    {
        if (settings.Tls is { } tls)
        {
            var credentials = TlsCredentials.Watch(tls, settings.Role == Role.Silo ? TlsSide.Silo : TlsSide.Edge, now);
            builder.Services.AddQuotaGridTls(tls, credentials);
            notes.Add(("tls", credentials.Expires is { } expires ? $"between processes, until {expires:yyyy-MM-dd}" : "between processes, without a certificate of its own"));
        }
        else if (settings.Role != Role.All)
        {
            notes.Add(("tls", "not between processes: keep their ports within your network"));
        }
    }

    private static void AddHttps(WebApplicationBuilder builder, HostSettings settings, DateTimeOffset now)
    {
        if (settings.HttpCertificate is { } files)
        {
            builder.AddHttps(PemCertificate.Watch("http-certificate", files.Certificate, files.Key, now));
        }
    }

    private static void AddAccess(WebApplicationBuilder builder, HostSettings settings, List<(string Name, string Text)> notes, DateTimeOffset now)
    {
        var access = settings.Access;
        if (access.IsOpen)
        {
            return;
        }

        builder.AddAccess(access, ApiKeySet.Watch(access.ApiKeys, now));
        if (access.HasCredentials || settings.Role != Role.Silo)
        {
            string?[] ways = [access.ApiKeys, access.JwtAuthority?.ToString(), access.IsDecidingOpen ? "everyone may decide" : null];
            notes.Add(("access", string.Join(", ", ways.OfType<string>())));
        }
    }
}
