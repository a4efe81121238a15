namespace QuotaGrid.Grains.Hosting;

/// <summary>How a silo keeps identities.</summary>
public sealed class QuotaGridSiloOptions
{
    /// <summary>The default of <see cref="SnapshotInterval"/>.</summary>
    public static readonly TimeSpan DefaultSnapshotInterval = TimeSpan.FromSeconds(2);

    /// <summary>The default of <see cref="IdleAge"/>.</summary>
    public static readonly TimeSpan DefaultIdleAge = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long after a change an identity is written to storage; jittered by a fifth either way. It is what a crash of the silo may lose
    /// of an identity's charges and known targets. Default: 2 seconds. Range: 100 milliseconds to 5 minutes.
    /// </summary>
    public TimeSpan SnapshotInterval { get; set; } = DefaultSnapshotInterval;

    /// <summary>
    /// How long an identity stays in memory after its last request. Default: 2 minutes. Range: 1 minute (how often Orleans looks) to 1 day.
    /// </summary>
    public TimeSpan IdleAge { get; set; } = DefaultIdleAge;
}
