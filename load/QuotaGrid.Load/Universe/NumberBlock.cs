namespace QuotaGrid.Load.Universe;

/// <summary>10,000 neighbouring phone numbers: those that differ in the last four digits only.</summary>
/// <param name="Prefix">The numbers' common leading digits, country code first.</param>
public readonly record struct NumberBlock(ulong Prefix)
{
    /// <summary>The numbers of a block.</summary>
    public const int Size = 10_000;

    /// <summary>The last digits in which the numbers of a block differ.</summary>
    public const int Digits = 4;

    /// <summary>One of the block's numbers.</summary>
    /// <param name="offset">Its place in the block, from 0 to 9,999.</param>
    public E164Number Number(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, Size);
        return new((Prefix * Size) + (ulong)offset);
    }
}
