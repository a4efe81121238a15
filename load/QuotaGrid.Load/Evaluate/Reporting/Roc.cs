namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>How many puppets a score finds at the price of how many honest people.</summary>
public sealed class Roc
{
    private readonly float[] _honest;
    private readonly float[] _puppets;

    /// <summary>Compares scores; the higher, the more suspicious.</summary>
    /// <param name="honest">Honest people's, highest first.</param>
    /// <param name="puppets">Puppets', in any order.</param>
    public Roc(float[] honest, IEnumerable<float> puppets) => (_honest, _puppets) = (honest, [.. puppets.OrderDescending()]);

    /// <summary>The share of the puppets above the lowest threshold that at most a share of the honest people is above.</summary>
    /// <param name="falsePositives">The share, from 0 to 1.</param>
    public double? RecallAt(double falsePositives)
    {
        if (_honest.Length == 0 || _puppets.Length == 0)
        {
            return null;
        }

        var allowed = (int)Math.Floor(falsePositives * _honest.Length);
        if (allowed >= _honest.Length)
        {
            return 1;
        }

        // Equal scores are not told apart: none of them is above.
        var threshold = _honest[allowed];
        var (low, high) = (0, _puppets.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _puppets[middle] > threshold ? (middle + 1, high) : (low, middle);
        }

        return (double)low / _puppets.Length;
    }
}
