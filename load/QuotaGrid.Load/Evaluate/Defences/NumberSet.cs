namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>A set of numbers in one array: six to eleven bytes each, where a hash set takes over sixteen.</summary>
public sealed class NumberSet
{
    // A number is kept as its successor, so that 0 is a free slot.
    private int[] _slots = new int[16];

    /// <summary>How many numbers are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(int number) => _slots[SlotOf(number)] != 0;

    /// <summary>Adds a number.</summary>
    /// <returns>Whether it was not in the set.</returns>
    public bool Add(int number)
    {
        var slot = SlotOf(number);
        if (_slots[slot] != 0)
        {
            return false;
        }

        _slots[slot] = number + 1;
        if (++Count * 4 > _slots.Length * 3)
        {
            var old = _slots;
            _slots = new int[old.Length * 2];
            foreach (var kept in old)
            {
                if (kept != 0)
                {
                    _slots[SlotOf(kept - 1)] = kept;
                }
            }
        }

        return true;
    }

    private int SlotOf(int number)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(((uint)number * 0x9E37_79B9u) >> 8) & mask;
        while (_slots[slot] != 0 && _slots[slot] != number + 1)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
