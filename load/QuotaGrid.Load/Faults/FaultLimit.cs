namespace QuotaGrid.Load.Faults;

/// <summary>A limit as the audit knows it, in figures of its own: nothing here is read from the product.</summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="IsNovel">Whether it charges targets that are new to the identity; else every item.</param>
/// <param name="Quota">Permits that refill in a period.</param>
/// <param name="PeriodSeconds">The period, in seconds.</param>
/// <param name="Burst">The most permits at once.</param>
public sealed record FaultLimit(string Name, bool IsNovel, int Quota, int PeriodSeconds, int Burst)
{
    /// <summary>Permits that refill in a second.</summary>
    public double PerSecond => (double)Quota / PeriodSeconds;

    /// <summary>What the contract allows from a standing start.</summary>
    /// <param name="seconds">For how long.</param>
    public double Within(double seconds) => Burst + (PerSecond * seconds);
}
