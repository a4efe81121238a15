namespace QuotaGrid.Load.FalseAlarms;

/// <summary>What a run is made of.</summary>
/// <param name="Identities">Honest identities of each scenario.</param>
/// <param name="Sweeps">Sweeps of each pair of a share and a bound.</param>
/// <param name="Seed">What everything is drawn from.</param>
public sealed record FalseAlarmSettings(int Identities, int Sweeps, int Seed)
{
    /// <summary>The identities without <c>--quick</c>.</summary>
    public const int FullIdentities = 1_000_000;

    /// <summary>The identities with <c>--quick</c>.</summary>
    public const int QuickIdentities = 50_000;

    /// <summary>The sweeps without <c>--quick</c>.</summary>
    public const int FullSweeps = 10_000;

    /// <summary>The sweeps with <c>--quick</c>.</summary>
    public const int QuickSweeps = 1_000;
}
