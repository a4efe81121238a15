namespace QuotaGrid.Load.Simulation.Auditing;

/// <summary>What a limit promises, in plain numbers.</summary>
/// <param name="Unit">What is counted.</param>
/// <param name="Burst">How many at once.</param>
/// <param name="PerSecond">How many more each second.</param>
/// <param name="StepPermits">How many a crash may cost.</param>
/// <param name="OutlivesCrashes">Whether it holds although another activation takes over; not for quotas of under a minute.</param>
public sealed record Promise(PromiseUnit Unit, double Burst, double PerSecond, double StepPermits, bool OutlivesCrashes)
{
    /// <summary>The most that may be counted in so many seconds.</summary>
    public double Most(double seconds) => Burst + (PerSecond * seconds);
}
