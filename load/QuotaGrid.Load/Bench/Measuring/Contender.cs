namespace QuotaGrid.Load.Bench.Measuring;

/// <summary>One way to do a thing, to be timed beside others.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="itemsPerRequest">How many items each request has.</param>
public abstract class Contender(string name, int itemsPerRequest)
{
    /// <summary>Its name in the report.</summary>
    public string Name { get; } = name;

    /// <summary>How many items each request has.</summary>
    public int ItemsPerRequest { get; } = itemsPerRequest;

    /// <summary>The most requests of one run.</summary>
    public virtual int MaxRequests => int.MaxValue;

    /// <summary>Makes ready for a run; is not timed.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Makes a number of requests; is timed.</summary>
    /// <returns>How many items were admitted: all, or the run measured something else.</returns>
    public abstract long Run(int requests);
}
