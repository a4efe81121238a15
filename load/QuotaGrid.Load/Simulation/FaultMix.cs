namespace QuotaGrid.Load.Simulation;

/// <summary>What goes wrong in a run.</summary>
public enum FaultMix
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Nothing, but identities move between silos, cleanly.</summary>
    Moves = 1,

    /// <summary>Messages are lost, come twice, late or out of order; gateways are cut off for a while.</summary>
    Loss = 2,

    /// <summary>Gateways are killed and paused.</summary>
    GatewayCrashes = 3,

    /// <summary>Silos are killed, and come back with another clock.</summary>
    SiloCrashes = 4,

    /// <summary>Silos sleep, are cut off from gateways or the store, or are believed dead, so that an identity has two activations.</summary>
    Pauses = 5,

    /// <summary>The store is slow, fails, answers late or never, and is down for a while; identities move.</summary>
    SlowStore = 6,

    /// <summary>All of this.</summary>
    All = 7,
}
