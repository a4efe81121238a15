namespace QuotaGrid.Core.Decisions;

/// <summary>The different combinations of limits that the denied items of a batch needed permits of.</summary>
internal struct NeedsSet
{
    private UInt128 _low;
    private UInt128 _high;

    /// <summary>Whether nothing was denied.</summary>
    public readonly bool IsEmpty => (_low | _high) == 0;

    /// <summary>Adds a combination: limit i is bit i, at most eight limits.</summary>
    public void Add(int limits)
    {
        if (limits < 128)
        {
            _low |= UInt128.One << limits;
        }
        else
        {
            _high |= UInt128.One << (limits - 128);
        }
    }

    /// <summary>Whether a combination was added.</summary>
    public readonly bool Contains(int limits) => ((limits < 128 ? _low >> limits : _high >> (limits - 128)) & 1) != 0;
}
