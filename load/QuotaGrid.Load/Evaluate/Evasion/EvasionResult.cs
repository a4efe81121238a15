namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>What came of one way around the defence.</summary>
/// <param name="Name">What it is called in figures.</param>
/// <param name="Description">What is done.</param>
/// <param name="Figures">What came of it.</param>
public sealed record EvasionResult(string Name, string Description, IReadOnlyList<EvasionFigure> Figures)
{
    /// <summary>Whether everything that was promised held.</summary>
    public bool Holds => Figures.All(figure => figure.Most is not { } most || figure.Value <= most);
}
