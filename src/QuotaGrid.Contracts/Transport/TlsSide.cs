namespace QuotaGrid.Contracts.Transport;

/// <summary>What a process is between processes.</summary>
public enum TlsSide
{
    /// <summary>A silo: it shows its certificate to silos and to edges.</summary>
    Silo,

    /// <summary>A gateway process: it shows its certificate to silos, if it has one.</summary>
    Edge,
}
