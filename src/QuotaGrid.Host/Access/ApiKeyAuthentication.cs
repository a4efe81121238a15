using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Host.Access;

/// <summary>
/// Takes API keys: as <c>X-API-Key</c>, as a bearer token, and where a page for browsers is asked for as the password of HTTP Basic, if nobody between can read it.
/// </summary>
internal sealed class ApiKeyAuthentication(
    WatchedFiles<ApiKeySet> keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>The header with a key.</summary>
    public const string Header = "X-API-Key";

    private const string Basic = "Basic";
    private const string Bearer = "Bearer";
    private const int MaxBasicLength = 512;

    /// <summary>Whether a request has a key, or nothing that another scheme could take.</summary>
    public static bool IsMeant(HttpRequest request) =>
        request.Headers.ContainsKey(Header)
        || !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var sent)
        || !sent.Scheme.Equals(Bearer, StringComparison.OrdinalIgnoreCase)
        || sent.Parameter is null
        || sent.Parameter.StartsWith(ApiKeyText.Prefix, StringComparison.Ordinal);

    /// <inheritdoc />
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ReadKey() is not { } text)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(keys.Current.Find(text, TimeProvider.GetUtcNow()) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(key.Principal, SchemeName))
            : AuthenticateResult.Fail("The key is not known, or has expired."));
    }

    // Null when there is nothing that means to be a key; a text that is none when there is.
    private string? ReadKey()
    {
        if (Request.Headers.TryGetValue(Header, out var own))
        {
            return own is [{ } only] ? only : "";
        }

        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var sent))
        {
            return Request.Headers.Authorization.Count == 0 ? null : "";
        }

        if (sent.Scheme.Equals(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return sent.Parameter ?? "";
        }

        return sent.Scheme.Equals(Basic, StringComparison.OrdinalIgnoreCase) && Context.GetEndpoint()?.Metadata.GetMetadata<BrowserPage>() is not null && IsPrivate()
            ? ReadPassword(sent.Parameter ?? "")
            : "";
    }

    private bool IsPrivate() => Request.IsHttps || (Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address));

    private static string ReadPassword(string parameter)
    {
        Span<byte> bytes = stackalloc byte[MaxBasicLength];
        return parameter.Length <= MaxBasicLength && Convert.TryFromBase64String(parameter, bytes, out var length)
            && Encoding.UTF8.GetString(bytes[..length]).Split(':', 2) is [_, var password]
            ? password
            : "";
    }
}
