namespace QuotaGrid.Load.Universe;

/// <summary>
/// A walk through a slice of a country's blocks in order, number by number, as an enumerator asks for them. Blocks that libphonenumber
/// does not take for valid are passed over. Not safe for concurrent use.
/// </summary>
public sealed class Sweep
{
    private readonly Country _country;
    private readonly long _endBlock;
    private long _nextBlock;
    private NumberBlock _block;
    private int _offset = NumberBlock.Size;

    /// <summary>Starts before the first number of a slice.</summary>
    /// <param name="country">The country.</param>
    /// <param name="slice">Which slice, from 0.</param>
    /// <param name="slices">The disjoint slices that the country is cut into.</param>
    public Sweep(Country country, int slice, int slices)
    {
        ArgumentNullException.ThrowIfNull(country);
        ArgumentOutOfRangeException.ThrowIfNegative(slice);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slice, slices);
        _country = country;
        _nextBlock = country.BlockCount * slice / slices;
        _endBlock = country.BlockCount * (slice + 1) / slices;
    }

    /// <summary>The next numbers; fewer than asked for, or none, at the end of the slice.</summary>
    public IReadOnlyList<E164Number> Take(int count)
    {
        var numbers = new List<E164Number>(count);
        while (numbers.Count < count && (_offset < NumberBlock.Size || NextBlock()))
        {
            numbers.Add(_block.Number(_offset++));
        }

        return numbers;
    }

    private bool NextBlock()
    {
        while (_nextBlock < _endBlock)
        {
            _block = _country.Block(_nextBlock++);
            if (_country.Plan.IsValid(_block))
            {
                _offset = 0;
                return true;
            }
        }

        return false;
    }
}
