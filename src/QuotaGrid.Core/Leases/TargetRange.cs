namespace QuotaGrid.Core.Leases;

/// <summary>Targets of a holder, by their positions.</summary>
/// <param name="Start">The position of the first.</param>
/// <param name="End">The position after the last.</param>
internal readonly record struct TargetRange(long Start, long End)
{
    /// <summary>Whether a position is within.</summary>
    public bool Contains(long position) => position >= Start && position < End;

    /// <summary>Both ranges together, if nothing is missing between them; else null.</summary>
    public TargetRange? With(TargetRange other) =>
        other.Start <= End && Start <= other.End ? new(Math.Min(Start, other.Start), Math.Max(End, other.End)) : null;
}
