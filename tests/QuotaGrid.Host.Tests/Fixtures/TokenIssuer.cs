using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>An OpenID Connect issuer on this machine: its discovery document, its keys, and tokens with whatever in them.</summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private RSA _key = RSA.Create(2048);
    private string _keyId = "first";

    private TokenIssuer(WebApplication app, string url) => (_app, Url) = (app, url);

    /// <summary>Its URL, which is what tokens name as their issuer.</summary>
    public string Url { get; }

    /// <summary>The public key, as its keys' document has it.</summary>
    public string PublicKey => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Starts it.</summary>
    public static async Task<TokenIssuer> StartAsync(CancellationToken cancellationToken)
    {
        var url = RunningHost.UrlOf(LoopbackPorts.Find(1)[0]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(url);
        var issuer = new TokenIssuer(app, url);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = url, jwks_uri = $"{url}/keys" }));
        app.MapGet("/keys", () => Results.Text(issuer.Keys(), "application/json"));
        await app.StartAsync(cancellationToken);
        return issuer;
    }

    /// <summary>Signs with another key from now on, which its keys' document has instead of the one before.</summary>
    public void ChangeKey() => (_key, _keyId) = (RSA.Create(2048), "second");

    /// <summary>A token that is taken, unless something is changed about it.</summary>
    public string Token(
        string scope,
        string audience = "quotagrid",
        string? issuer = null,
        DateTime? expires = null,
        string scopeClaim = "scope",
        SigningCredentials? signing = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Url,
            Audience = audience,
            Expires = expires ?? TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = "somebody", [scopeClaim] = scope },
            SigningCredentials = signing ?? new SigningCredentials(new RsaSecurityKey(_key) { KeyId = _keyId }, SecurityAlgorithms.RsaSha256),
        });

    /// <summary>The same token without a signature, which says that it needs none.</summary>
    public string Unsigned(string scope)
    {
        var payload = Token(scope).Split('.')[1];
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"alg":"none","typ":"JWT"}"""))}.{payload}.";
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private string Keys()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", kid = _keyId, n = Base64Url.EncodeToString(parameters.Modulus!), e = Base64Url.EncodeToString(parameters.Exponent!) } },
        });
    }
}
