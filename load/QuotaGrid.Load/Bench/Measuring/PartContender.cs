namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>A part of a decision that is timed by itself.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="itemsPerRequest">How many items each request has.</param>
/// <param name="run">Makes a number of requests, and says how many items it did.</param>
public sealed class PartContender(string name, int itemsPerRequest, Func<int, long> run) : Contender(name, itemsPerRequest)
{
    /// <inheritdoc />
    public override long Run(int requests) => run(requests);
}
