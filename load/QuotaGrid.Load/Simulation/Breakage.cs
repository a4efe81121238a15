namespace QuotaGrid.Load.Simulation;

/// <summary>What is broken around the protocol on purpose, to see that the auditor finds it.</summary>
public enum Breakage
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Answers go out before what they charged is durable, and what is stored is charged no step ahead.</summary>
    NoCeiling = 1,

    /// <summary>Reports say that the lease that is being spent was never taken, so it is given back while it is spent.</summary>
    RefundedWhileSpent = 2,

    /// <summary>A lease lasts from when the answer came, not from when the report was sent.</summary>
    DeadlineFromReceipt = 3,

    /// <summary>The store takes every write, whoever wrote before.</summary>
    NoCompareAndSwap = 4,

    /// <summary>Gateways report denied targets as admitted.</summary>
    DeniedIsLearned = 5,
}
