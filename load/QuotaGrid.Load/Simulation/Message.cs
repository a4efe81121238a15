using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Simulation;

/// <summary>What a gateway sends to an identity: a report, a request that it cannot decide, or both.</summary>
internal sealed class Message(SimulatedGateway from, int identity)
{
    public SimulatedGateway From => from;

    public int Identity => identity;

    /// <summary>The holder that reports.</summary>
    public LeaseHolder? Holder { get; init; }

    public SyncReport? Report { get; init; }

    /// <summary>The request; null when there is none.</summary>
    public Request? Request { get; init; }

    /// <summary>When it was sent, on the gateway's clock.</summary>
    public Instant SentAt { get; init; }
}
