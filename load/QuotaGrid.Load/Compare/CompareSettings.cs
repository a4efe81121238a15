namespace QuotaGrid.Load.Compare;

/// <summary>How the comparison is made.</summary>
/// <param name="Seed">What the run is made from.</param>
/// <param name="GatewayPort">The port on this machine at which a silo takes gateways.</param>
/// <param name="Identities">How many identities ask, Zipf with exponent 1.</param>
/// <param name="Outstanding">How many requests the strict path and Redis have on their way.</param>
/// <param name="Span">How long each way is measured, in each of <paramref name="Rounds"/>.</param>
/// <param name="Rounds">How often the ways take turns.</param>
/// <param name="Active">The numbers of identities with which messages are counted.</param>
/// <param name="SiloProcess">The process of the silo, whose processor time is looked at; null when that is not known.</param>
public sealed record CompareSettings(int Seed, int GatewayPort, int Identities, int Outstanding, TimeSpan Span, int Rounds, IReadOnlyList<int> Active, int? SiloProcess);
