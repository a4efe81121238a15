using System.Net;

namespace QuotaGrid.Host.Settings;

/// <summary>Reads who may use HTTP.</summary>
internal static class AccessSettingsReader
{
    private const string ApiKeys = "api-keys";
    private const string Authority = "jwt-authority";
    private const string Audience = "jwt-audience";
    private const string Anonymous = "anonymous";

    /// <summary>Reads it. Where anybody else may reach a process that decides, it must be said who may.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="role">What the process is, or null when that could not be read.</param>
    /// <param name="urls">Where HTTP listens, or null when that could not be read.</param>
    public static AccessSettings Read(SettingSources sources, Role? role, string? urls)
    {
        var access = new AccessSettings
        {
            IsOpen = false,
            ApiKeys = SettingsReader.ReadPath(sources, ApiKeys, "Name a file."),
            JwtAuthority = ReadAuthority(sources),
            JwtAudience = ReadAudience(sources),
            IsDecidingOpen = ReadAnonymous(sources),
        };
        var isNamed = sources[ApiKeys] is not null || sources[Authority] is not null;
        if (isNamed || role is null or Role.Silo)
        {
            return access;
        }

        if (role == Role.All && (urls is null || IsLoopback(urls)))
        {
            return access with { IsOpen = true };
        }

        if (!access.IsDecidingOpen)
        {
            var why = role == Role.Edge ? "an edge would answer nobody" : "other machines reach --urls, and nobody could be let in";
            sources.Report(
                ApiKeys,
                $", and neither is --{Authority}: {why}.",
                $"Name a file of keys ('quotagrid key create'), or an issuer, or let everyone decide with --{Anonymous} {SettingNames.Deciding}.");
        }

        return access;
    }

    private static Uri? ReadAuthority(SettingSources sources)
    {
        if (sources[Authority] is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var authority)
            && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback))
            && authority is { Query: "", Fragment: "", UserInfo: "" })
        {
            return authority;
        }

        sources.Report(Authority, ".", "Write the issuer's https URL; http is for this machine only.");
        return null;
    }

    private static string? ReadAudience(SettingSources sources)
    {
        var (audience, authority) = (sources[Audience], sources[Authority]);
        if (audience is null != authority is null)
        {
            sources.Report(audience is null ? Audience : Authority, ", and issuer and audience belong together.", "Name both.");
        }
        else if (audience is not null && string.IsNullOrWhiteSpace(audience))
        {
            sources.Report(Audience, ".", "Write the audience that tokens for this service have.");
        }

        return audience;
    }

    private static bool ReadAnonymous(SettingSources sources)
    {
        var text = sources[Anonymous];
        if (text is not (SettingNames.Nobody or SettingNames.Deciding))
        {
            sources.Report(Anonymous, ".", $"Choose {SettingNames.Nobody} or {SettingNames.Deciding}.");
        }

        return text == SettingNames.Deciding;
    }

    // As Kestrel reads them: of names it knows localhost alone, any other is every address.
    private static bool IsLoopback(string urls) => urls.Split(';').All(url =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        && (parsed.Host == "localhost" || (IPAddress.TryParse(parsed.DnsSafeHost, out var address) && IPAddress.IsLoopback(address))));
}
