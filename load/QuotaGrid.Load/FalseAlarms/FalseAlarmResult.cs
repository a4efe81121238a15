namespace QuotaGrid.Load.FalseAlarms;

/// <summary>How many honest identities were convicted within 30 days.</summary>
/// <param name="Scenario">How they were.</param>
/// <param name="Novelty">The bound on novelty that they were held to, the mean over regions.</param>
/// <param name="Identities">How many there were.</param>
/// <param name="Alarms">Those convicted, for each of <see cref="FalseAlarmRun.Alphas"/>.</param>
/// <param name="LargeBooks">Those with books of the top percent, businesses apart.</param>
/// <param name="LargeBookAlarms">Of these, convicted at the last alpha.</param>
/// <param name="Businesses">Businesses.</param>
/// <param name="BusinessAlarms">Of these, convicted at the last alpha.</param>
/// <param name="Leading">Those convicted at the last alpha, by the signal that did most for it, in the order of <see cref="Core.Evidence.Signal"/>.</param>
public sealed record FalseAlarmResult(
    FalseAlarmScenario Scenario,
    double Novelty,
    int Identities,
    IReadOnlyList<int> Alarms,
    int LargeBooks,
    int LargeBookAlarms,
    int Businesses,
    int BusinessAlarms,
    IReadOnlyList<int> Leading)
{
    /// <summary>The share convicted at the last alpha.</summary>
    public double Share => (double)Alarms[^1] / Identities;
}
