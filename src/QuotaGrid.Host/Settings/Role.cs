namespace QuotaGrid.Host.Settings;

/// <summary>What a process is in its cluster.</summary>
public enum Role
{
    /// <summary>Everything in one process on one machine, with SQLite.</summary>
    All,

    /// <summary>A silo of a cluster on PostgreSQL: holds identities, answers gateways.</summary>
    Silo,

    /// <summary>A gateway of a cluster for whoever speaks HTTP.</summary>
    Edge,
}
