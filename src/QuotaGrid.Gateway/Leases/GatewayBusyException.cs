namespace QuotaGrid.Gateway.Leases;

/// <summary>More lookups wait for the silos than may wait. One identity alone can bring that about, so it is no reason to let anything through.</summary>
internal sealed class GatewayBusyException() : Exception("Too many lookups wait for the silos.");
