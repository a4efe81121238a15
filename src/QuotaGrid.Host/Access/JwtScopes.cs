using System.Security.Claims;

namespace QuotaGrid.Host.Access;

/// <summary>The scopes of a token: the claim <c>scope</c> of RFC 8693, with spaces between them, or <c>scp</c>, a text or a list.</summary>
internal static class JwtScopes
{
    private const string Scope = "scope";
    private const string Short = "scp";
    private const string Subject = "sub";

    /// <summary>Whoever sends a token, with the scopes that mean something here and nothing else of it.</summary>
    public static ClaimsPrincipal Of(ClaimsPrincipal token)
    {
        var scopes = token.Claims
            .Where(claim => claim.Type is Scope or Short)
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(scope => Scopes.All.Contains(scope))
            .Distinct()
            .Select(scope => new Claim(Scopes.ClaimType, scope));
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, token.FindFirst(Subject)?.Value ?? ""), .. scopes], "Jwt"));
    }
}
