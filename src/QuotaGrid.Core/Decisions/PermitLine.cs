namespace QuotaGrid.Core.Decisions;

/// <summary>One limit's line of a <see cref="PermitSheet"/>.</summary>
internal struct PermitLine
{
    /// <summary>Permits left, of which a batch can use all: counted no further than that.</summary>
    public long Left;

    /// <summary>Permits taken.</summary>
    public long Taken;

    /// <summary>For a limit that looks at targets, the age under which a target needs a permit.</summary>
    public int Oldest;

    /// <summary>The permits that must be left for an item that needs some to fit: 1, or <see cref="Weight"/> rounded up.</summary>
    public long Need;

    /// <summary>For a limit that looks at targets, the permits that a target costs: 1, and for a sketch what each stands for that it recognises as new.</summary>
    public double Weight;
}
