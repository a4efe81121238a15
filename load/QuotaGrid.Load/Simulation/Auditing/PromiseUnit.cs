namespace QuotaGrid.Load.Simulation.Auditing;

/// <summary>What a promise counts.</summary>
public enum PromiseUnit
{
    /// <summary>Items admitted.</summary>
    Items = 0,

    /// <summary>Requests of which something was admitted.</summary>
    Requests = 1,

    /// <summary>Targets admitted for the first time.</summary>
    NewTargets = 2,
}
