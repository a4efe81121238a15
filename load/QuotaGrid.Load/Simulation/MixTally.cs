namespace QuotaGrid.Load.Simulation;

/// <summary>What the runs of one mix of faults came to.</summary>
/// <param name="Mix">The mix.</param>
public sealed record MixTally(FaultMix Mix)
{
    /// <summary>Runs.</summary>
    public long Runs { get; private set; }

    /// <summary>Permits used, under policies of one limit.</summary>
    public double Admitted { get; private set; }

    /// <summary>Permits that could have been used.</summary>
    public double Allowed { get; private set; }

    /// <summary>Adds a run.</summary>
    public void Add(SimulationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Runs++;
        Admitted += result.Admitted;
        Allowed += result.Allowed;
    }
}
