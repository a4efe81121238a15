namespace QuotaGrid.Core.Targets;

/// <summary>The ages that targets have which were asked for since two syncs began, kept so that a decision need not divide.</summary>
internal struct SyncAges
{
    /// <summary>Since the latest sync began.</summary>
    public byte Latest;

    /// <summary>Since the sync before began, but not later than the latest.</summary>
    public byte Previous;

    /// <summary>The <see cref="TargetMemory"/>'s state of ages that this holds for; 0 never does.</summary>
    public ushort Ages;
}
