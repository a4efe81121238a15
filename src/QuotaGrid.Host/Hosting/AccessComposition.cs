using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;
using QuotaGrid.Contracts.Files;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Host.Access;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>Who may use HTTP.</summary>
internal static class AccessComposition
{
    private const string Either = "Either";
    private static readonly TimeSpan IssuerTimeout = TimeSpan.FromSeconds(5);

    // Between clocks; a token lives for minutes.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    // A shared secret could be a public key that somebody takes for one.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Adds the ways in which callers show who they are.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="access">Who may use HTTP; not everyone.</param>
    /// <param name="keys">The API keys, which may be none.</param>
    public static void AddAccess(this WebApplicationBuilder builder, AccessSettings access, WatchedFiles<ApiKeySet> keys)
    {
        builder.Services.AddWatchedFiles(keys);
        var schemes = builder.Services.AddAuthentication(Either)
            .AddPolicyScheme(Either, displayName: null, either => either.ForwardDefaultSelector = context =>
                access.JwtAuthority is null || ApiKeyAuthentication.IsMeant(context.Request) ? ApiKeyAuthentication.SchemeName : JwtBearerDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, displayName: null, configureOptions: null);
        if (access.JwtAuthority is { } authority)
        {
            schemes.AddJwtBearer(jwt => Configure(jwt, authority, access.JwtAudience!));
        }

        builder.Services.AddAuthorization(authorization =>
        {
            foreach (var scope in Scopes.All)
            {
                authorization.AddPolicy(scope, policy => policy.RequireClaim(Scopes.ClaimType, scope));
            }
        });
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
    }

    private static void Configure(JwtBearerOptions jwt, Uri authority, string audience)
    {
        jwt.Authority = authority.AbsoluteUri.TrimEnd('/');
        jwt.Audience = audience;
        jwt.RequireHttpsMetadata = !authority.IsLoopback;
        jwt.BackchannelTimeout = IssuerTimeout;
        jwt.MapInboundClaims = false;
        jwt.TokenValidationParameters.ClockSkew = ClockSkew;
        jwt.TokenValidationParameters.ValidAlgorithms = Algorithms;
        var keys = new IssuerKeys(TimeProvider.System);
        jwt.Events = new JwtBearerEvents
        {
            OnMessageReceived = async received =>
            {
                if (!await keys.AreKnownAsync(received.Options.ConfigurationManager!))
                {
                    received.HttpContext.Features.Set(new IssuerUnreachable());
                    received.Fail("The issuer cannot be reached.");
                }
            },
            OnTokenValidated = token =>
            {
                token.Principal = JwtScopes.Of(token.Principal!);
                return Task.CompletedTask;
            },
        };
    }
}
