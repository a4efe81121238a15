namespace QuotaGrid.Load.Tls;

/// <summary>How TLS is measured.</summary>
/// <param name="Seed">What the run is made from.</param>
/// <param name="Program">The product's executable.</param>
/// <param name="Identities">How many identities ask, Zipf with exponent 1.</param>
/// <param name="Outstanding">How many requests are on their way.</param>
/// <param name="Span">How long each way is measured, in each of <paramref name="Rounds"/>.</param>
/// <param name="Rounds">How often the two take turns.</param>
public sealed record TlsSettings(int Seed, string Program, int Identities, int Outstanding, TimeSpan Span, int Rounds);
