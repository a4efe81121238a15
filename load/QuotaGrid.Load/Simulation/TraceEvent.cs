namespace QuotaGrid.Load.Simulation;

/// <summary>What happens in a run. Each has whom it is about and two numbers.</summary>
public enum TraceEvent
{
    /// <summary>A gateway asked for an identity: items, gateway.</summary>
    Asked,

    /// <summary>It admitted some: items, gateway.</summary>
    Admitted,

    /// <summary>It denied some: items, gateway.</summary>
    Denied,

    /// <summary>A gateway decided by itself: items, gateway.</summary>
    DecidedLocally,

    /// <summary>It got no answer: items, gateway.</summary>
    Unanswered,

    /// <summary>A holder reported: number of the report, gateway.</summary>
    Reported,

    /// <summary>An activation took the report: number, silo.</summary>
    ReportTaken,

    /// <summary>It lent: items, requests.</summary>
    Lent,

    /// <summary>It decided: items admitted, silo.</summary>
    Decided,

    /// <summary>An activation began: silo, version that it read.</summary>
    Began,

    /// <summary>It wrote: silo, version.</summary>
    Wrote,

    /// <summary>Its write met another version: silo, version.</summary>
    Conflicted,

    /// <summary>Its write failed: silo.</summary>
    NotWritten,

    /// <summary>It ended: silo.</summary>
    Ended,

    /// <summary>It is to move: silo.</summary>
    Moving,

    /// <summary>A silo or gateway is killed: place, 0 for a silo and 1 for a gateway.</summary>
    Killed,

    /// <summary>One sleeps: place, 0 for a silo and 1 for a gateway.</summary>
    Paused,

    /// <summary>A silo is believed dead.</summary>
    Evicted,

    /// <summary>A silo or gateway is cut off: place, 0 for a silo, 1 for a gateway, 2 for a silo from the store.</summary>
    Cut,

    /// <summary>The store is down.</summary>
    StoreDown,

    /// <summary>A gateway forgets a holder: gateway.</summary>
    Forgotten,

    /// <summary>A promise was broken.</summary>
    Violated,
}
