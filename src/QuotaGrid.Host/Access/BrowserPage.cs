namespace QuotaGrid.Host.Access;

/// <summary>Marks endpoints that people open in a browser, which asks them for a name and a password.</summary>
internal sealed class BrowserPage;
