using QuotaGrid.Core.Leases;

namespace QuotaGrid.Grains.Hosting;

/// <summary>How a silo keeps identities.</summary>
public sealed class QuotaGridSiloOptions
{
    /// <summary>The default of <see cref="SnapshotInterval"/>.</summary>
    public static readonly TimeSpan DefaultSnapshotInterval = TimeSpan.FromSeconds(2);

    /// <summary>The default of <see cref="IdleAge"/>.</summary>
    public static readonly TimeSpan DefaultIdleAge = TimeSpan.FromMinutes(2);

    /// <summary>The default of <see cref="LeaseTime"/>.</summary>
    public static readonly TimeSpan DefaultLeaseTime = LeaseRules.Default.Lease;

    /// <summary>The default of <see cref="LongestLeaseTime"/>.</summary>
    public static readonly TimeSpan DefaultLongestLeaseTime = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="StoragePatience"/>.</summary>
    public static readonly TimeSpan DefaultStoragePatience = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="CeilingStep"/>.</summary>
    public const double DefaultCeilingStep = 0.02;

    /// <summary>The fewest bytes of <see cref="WebhookSecret"/>.</summary>
    public const int LeastWebhookSecretBytes = 16;

    /// <summary>
    /// How long after a change an identity is written to storage; jittered by a fifth either way. A crash of the silo loses no more than what an identity did within that time
    /// through gateways that died as well. Default: 2 seconds. Range: 100 milliseconds to 5 minutes.
    /// </summary>
    public TimeSpan SnapshotInterval { get; set; } = DefaultSnapshotInterval;

    /// <summary>
    /// How long an identity stays in memory after its last request. Default: 2 minutes. Range: 1 minute (how often Orleans looks) to 1 day.
    /// </summary>
    public TimeSpan IdleAge { get; set; } = DefaultIdleAge;

    /// <summary>
    /// How long a gateway may spend permits that it was lent, at least. Over any window an identity is admitted at most what its limits allow in the window and the time of a lease. Default: 2
    /// seconds. Range: 200 milliseconds to 30 seconds.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = DefaultLeaseTime;

    /// <summary>
    /// How long it may at most: leases last a thirtieth of the shortest period of a policy's limits, within <see cref="LeaseTime"/> and this. Leases that last longer cost fewer messages.
    /// Default: 10 seconds. Range: 200 milliseconds to 1 minute; under <see cref="LeaseTime"/> it has no effect.
    /// </summary>
    public TimeSpan LongestLeaseTime { get; set; } = DefaultLongestLeaseTime;

    /// <summary>
    /// How far the durable ceiling of a limit is raised at once, as a share of its quota or burst, whichever is more: what a crash of the silo costs an identity at most, and one write for so much
    /// of its quota. Default: 0.02. Range: 0.001 to 0.1.
    /// </summary>
    public double CeilingStep { get; set; } = DefaultCeilingStep;

    /// <summary>
    /// How long an answer waits for the durable ceiling to be stored; after that the gateway's fail mode decides. Default: 1 second. Range: 100 milliseconds to 30 seconds.
    /// </summary>
    public TimeSpan StoragePatience { get; set; } = DefaultStoragePatience;

    /// <summary>
    /// Where events are sent to: convictions, campaigns, what operators do about them. Default: null, nowhere. Range: an absolute URL of http or https.
    /// </summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>
    /// By what events are signed, as Standard Webhooks has it. Default: none; with a <see cref="WebhookUrl"/> it is required. Range: at least <see cref="LeastWebhookSecretBytes"/> bytes.
    /// </summary>
    public ReadOnlyMemory<byte> WebhookSecret { get; set; }

    /// <summary>How permits are lent, by these options.</summary>
    internal LeaseRules Leases => LeaseRules.Default with { Lease = LeaseTime, LongestLease = LongestLeaseTime, CeilingShare = CeilingStep };
}
