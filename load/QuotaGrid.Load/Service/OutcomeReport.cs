namespace QuotaGrid.Load.Service;

/// <summary>The body of <c>POST /v1/outcomes</c>: what the backend answered about targets that were allowed.</summary>
/// <param name="Identity">Who asked.</param>
/// <param name="Capability">What the answer revealed.</param>
/// <param name="Found">The targets that are registered.</param>
/// <param name="Missing">The targets that are not.</param>
public sealed record OutcomeReport(string Identity, string Capability, IReadOnlyList<string> Found, IReadOnlyList<string> Missing);
