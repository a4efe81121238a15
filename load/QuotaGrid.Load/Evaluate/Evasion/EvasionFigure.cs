namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>One figure of an evasion.</summary>
/// <param name="Name">Its name: lower-case words with dots between them.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">The unit: <c>%</c>, or what is counted.</param>
/// <param name="Most">The most that it may be for the evasion to have failed; null where nothing was promised.</param>
public sealed record EvasionFigure(string Name, double Value, string Unit, double? Most)
{
    /// <summary>By how much a limit was overshot, in percent of what it lets pass; negative by what was left of it.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="peak">The most that was admitted, as a multiple of what the limit lets pass.</param>
    /// <param name="most">The most percent that it may be; null where nothing was promised.</param>
    public static EvasionFigure Overshoot(string limit, double peak, double? most) => new($"{limit}.overshoot", Math.Round(100 * (peak - 1), 4), "%", most);
}
