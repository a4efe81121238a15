namespace QuotaGrid.Gateway.Hosting;

/// <summary>How a gateway process uses QuotaGrid.</summary>
public sealed class QuotaGridGatewayOptions
{
    /// <summary>The default of <see cref="DecisionTimeout"/>.</summary>
    public static readonly TimeSpan DefaultDecisionTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The default of <see cref="OutcomeInterval"/>.</summary>
    public static readonly TimeSpan DefaultOutcomeInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The cluster's secret, the same on every gateway: at least 16 random bytes. Fingerprints are made with a key derived from it. Required; there is no default.
    /// </summary>
    public ReadOnlyMemory<byte> Secret { get; set; }

    /// <summary>
    /// How long to wait for a decision before the policy's fail mode is used. Default: 2 seconds. Range: 10 milliseconds to 30 seconds.
    /// </summary>
    public TimeSpan DecisionTimeout { get; set; } = DefaultDecisionTimeout;

    /// <summary>
    /// How long outcome reports are gathered before they are sent together. Default: 100 milliseconds. Range: 10 milliseconds to 10 seconds.
    /// </summary>
    public TimeSpan OutcomeInterval { get; set; } = DefaultOutcomeInterval;
}
