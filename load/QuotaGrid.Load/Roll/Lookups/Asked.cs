namespace QuotaGrid.Load.Roll.Lookups;

/// <summary>One request and what became of it.</summary>
/// <param name="Identity">Who asked.</param>
/// <param name="At">When, in seconds from the first request.</param>
/// <param name="Seconds">How long the answer took.</param>
/// <param name="Problem">Why it was no decision that let the request pass; null when it was one.</param>
public sealed record Asked(int Identity, double At, double Seconds, string? Problem);
