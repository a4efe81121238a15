namespace QuotaGrid.Load.Reports;

/// <summary>What one run of a verb measured.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Seed">The seed that the run was made from.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Figures">The figures, in the order in which they are shown.</param>
public sealed record Report(string Verb, int Seed, Machine Machine, IReadOnlyList<Figure> Figures)
{
    /// <summary>The figures that missed their gate.</summary>
    public IEnumerable<Figure> Missed() => Figures.Where(figure => figure.Met == false);
}
