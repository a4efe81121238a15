namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>What is promised of a figure in one scenario, for QuotaGrid: at most the bound, or for recall at least.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Bound">The bound: a share, seconds or numbers.</param>
public sealed record Gate(GateFigure Figure, double Bound);
