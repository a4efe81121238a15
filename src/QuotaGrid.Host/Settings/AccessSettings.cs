namespace QuotaGrid.Host.Settings;

/// <summary>Who may use HTTP.</summary>
public sealed record AccessSettings
{
    /// <summary>Whether everyone may do everything: the embedded default, which only this machine reaches.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>The file with API keys, or null.</summary>
    public required string? ApiKeys { get; init; }

    /// <summary>The OpenID Connect issuer, or null.</summary>
    public required Uri? JwtAuthority { get; init; }

    /// <summary>The audience that its tokens must be for. Not null when there is an issuer.</summary>
    public required string? JwtAudience { get; init; }

    /// <summary>Whether everyone may decide, and nothing else.</summary>
    public required bool IsDecidingOpen { get; init; }

    /// <summary>Whether anybody can prove who they are.</summary>
    public bool HasCredentials => ApiKeys is not null || JwtAuthority is not null;
}
