namespace QuotaGrid.Gateway.Hosting;

/// <summary>How a gateway process uses QuotaGrid.</summary>
public sealed class QuotaGridGatewayOptions
{
    /// <summary>The default of <see cref="DecisionTimeout"/>.</summary>
    public static readonly TimeSpan DefaultDecisionTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The default of <see cref="SyncInterval"/>.</summary>
    public static readonly TimeSpan DefaultSyncInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The default of <see cref="LeaseCapacity"/>.</summary>
    public const int DefaultLeaseCapacity = 100_000;

    /// <summary>
    /// The cluster's secret, the same on every gateway: at least 16 random bytes. Fingerprints are made with a key derived from it. Required; there is no default.
    /// </summary>
    public ReadOnlyMemory<byte> Secret { get; set; }

    /// <summary>
    /// While the cluster's secret changes, the other one of the old and the new: known targets stay known by both, at twice the fingerprints in each message and without leases for new targets. First every
    /// gateway has the new one here, then they exchange the two, and when the capabilities' longest horizon is over it is left out. At least 16 random bytes. Default: none.
    /// </summary>
    public ReadOnlyMemory<byte> OtherSecret { get; set; }

    /// <summary>
    /// How long to wait for a decision before the policy's fail mode is used. Default: 2 seconds. Range: 10 milliseconds to 30 seconds.
    /// </summary>
    public TimeSpan DecisionTimeout { get; set; } = DefaultDecisionTimeout;

    /// <summary>
    /// How often the silos are told what was decided here, with the outcome reports that came meanwhile. Default: 100 milliseconds. Range: 10 milliseconds to 10 seconds.
    /// </summary>
    public TimeSpan SyncInterval { get; set; } = DefaultSyncInterval;

    /// <summary>
    /// The most identities that can hold a lease here, for each capability that they use; beyond, requests are decided by the silos one by one. One takes about a kilobyte. Default: 100,000. Range: 1
    /// to 10 million.
    /// </summary>
    public int LeaseCapacity { get; set; } = DefaultLeaseCapacity;
}
