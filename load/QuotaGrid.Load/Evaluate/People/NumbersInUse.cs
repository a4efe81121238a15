using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.People;

/// <summary>The sample's numbers that are in use and not registered with the service: shops, offices, landlines. Some are looked up by very many.</summary>
public sealed class NumbersInUse
{
    // The share of look-ups that go to the more popular half is 1 / sqrt(2), to the most popular hundredth a tenth.
    private const double Popularity = 2;

    private readonly int[] _numbers;

    /// <summary>Finds them, in an order of popularity that the seed decides.</summary>
    public NumbersInUse(PlanNumbers numbers, BlockSample sample, int seed)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(sample);
        _numbers = [.. Enumerable.Range(0, sample.Numbers).Select(sample.NumberAt).Where(numbers.IsInUse)];
        new SeededRandom(seed, "in use").Shuffle(_numbers.AsSpan());
    }

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Length;

    /// <summary>Draws one that somebody looks up: of the more popular ones more often, as the square root of the rank.</summary>
    public int Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return _numbers[(int)(Count * Math.Pow(random.Unit(), Popularity))];
    }
}
