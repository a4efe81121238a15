namespace QuotaGrid.Core.Tests.Evidence;

/// <summary>The e-process as it is defined, in plain doubles: for each start and alternative the product of the ratios since, summed with weights. Shares no code with what it checks.</summary>
internal sealed class BettingOracle
{
    private static readonly double[] Ways = [0.1, 0.25, 0.5, 0.75];
    private readonly List<(double Weight, double[] Products)> _starts = [];

    public double Value => _starts.Sum(start => start.Weight * start.Products.Average());

    public void Start() => _starts.Add((1.0 / ((_starts.Count + 1) * (_starts.Count + 2)), [1, 1, 1, 1]));

    public void Add(bool isHit, double p0)
    {
        foreach (var (_, products) in _starts)
        {
            for (var i = 0; i < products.Length; i++)
            {
                var q = p0 + ((1 - p0) * Ways[i]);
                products[i] *= isHit ? q / p0 : (1 - q) / (1 - p0);
            }
        }
    }
}
