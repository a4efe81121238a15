namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>A bucket of tokens that is full at first and refills evenly. Shares no code with the core's limits.</summary>
public struct TokenBucket
{
    // What was taken and has not come back: 0 when full, so that a new bucket needs no making.
    private double _missing;
    private double _second;

    /// <summary>Takes as many tokens as there are, whole ones, up to a number.</summary>
    /// <param name="wanted">The most to take.</param>
    /// <param name="size">The bucket's size.</param>
    /// <param name="perSecond">The tokens that come back in a second.</param>
    /// <param name="second">The time; never before an earlier one.</param>
    /// <returns>How many were taken.</returns>
    public int Take(int wanted, double size, double perSecond, double second)
    {
        Refill(perSecond, second);

        // A millionth of a token is what rounding may have cost.
        var taken = Math.Clamp((int)Math.Floor(size - _missing + 1e-6), 0, wanted);
        _missing += taken;
        return taken;
    }

    /// <summary>Takes a number of tokens, or none when there are fewer.</summary>
    /// <inheritdoc cref="Take" />
    public bool TryTakeAll(int wanted, double size, double perSecond, double second)
    {
        Refill(perSecond, second);
        if (size - _missing + 1e-6 < wanted)
        {
            return false;
        }

        _missing += wanted;
        return true;
    }

    private void Refill(double perSecond, double second)
    {
        _missing = Math.Max(0, _missing - (perSecond * Math.Max(0, second - _second)));
        _second = second;
    }
}
