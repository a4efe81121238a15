namespace QuotaGrid.Gateway.Endpoints;

/// <summary>A block that many of an identity's targets lie in.</summary>
/// <param name="Block">Region and block.</param>
/// <param name="Targets">How many of its targets at least.</param>
public sealed record BlockBody(string Block, int Targets);
