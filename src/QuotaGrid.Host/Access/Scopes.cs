using System.Collections.Immutable;

namespace QuotaGrid.Host.Access;

/// <summary>What a caller may do over HTTP. None includes another.</summary>
internal static class Scopes
{
    /// <summary>Decisions, outcomes and holds.</summary>
    public const string Decide = "decide";

    /// <summary>What is known of identities and budgets.</summary>
    public const string Read = "read";

    /// <summary>Containments, and the dashboard.</summary>
    public const string Admin = "admin";

    /// <summary>The type of the claims that name a caller's scopes, whatever they came from.</summary>
    public const string ClaimType = "quotagrid.scope";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All = [Decide, Read, Admin];
}
