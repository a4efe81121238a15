namespace QuotaGrid.Load.FalseAlarms;

/// <summary>How soon a sweep is convicted.</summary>
/// <param name="Share">The share of its targets that are new to everyone.</param>
/// <param name="Bound">The honest bound.</param>
/// <param name="Median">Targets until half of the sweeps were convicted; null when fewer were.</param>
/// <param name="P95">Targets until 95 % were.</param>
public sealed record SweepPoint(double Share, double Bound, double? Median, double? P95);
