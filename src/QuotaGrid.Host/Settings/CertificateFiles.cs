namespace QuotaGrid.Host.Settings;

/// <summary>The two files of a certificate, both PEM.</summary>
/// <param name="Certificate">The certificate, then intermediate ones.</param>
/// <param name="Key">Its private key, not encrypted.</param>
public sealed record CertificateFiles(string Certificate, string Key);
