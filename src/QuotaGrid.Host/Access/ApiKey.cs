using System.Collections.Immutable;
using System.Security.Claims;

namespace QuotaGrid.Host.Access;

/// <summary>An API key, without its text.</summary>
internal sealed class ApiKey
{
    /// <summary>Makes an entry.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="hash">The SHA-256 of its text.</param>
    /// <param name="scopes">What it may do.</param>
    /// <param name="expires">When it is no longer taken, or null for never.</param>
    public ApiKey(string name, byte[] hash, ImmutableArray<string> scopes, DateTimeOffset? expires)
    {
        (Name, Hash, Scopes, Expires) = (name, hash, scopes, expires);
        Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, name), .. scopes.Select(scope => new Claim(Access.Scopes.ClaimType, scope))], ApiKeyAuthentication.SchemeName));
    }

    /// <summary>Whose it is.</summary>
    public string Name { get; }

    /// <summary>The SHA-256 of its text.</summary>
    public byte[] Hash { get; }

    /// <summary>What it may do.</summary>
    public ImmutableArray<string> Scopes { get; }

    /// <summary>When it is no longer taken, or null for never.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>Who sends it.</summary>
    public ClaimsPrincipal Principal { get; }
}
