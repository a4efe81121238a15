namespace QuotaGrid.Load.Simulation;

/// <summary>What all runs came to.</summary>
public sealed class SimulationTally
{
    /// <summary>The runs in which a promise was broken that are kept.</summary>
    public const int MaxViolated = 20;

    private readonly List<SimulationResult> _violated = [];

    /// <summary>The runs, by mix of faults.</summary>
    public IReadOnlyList<MixTally> Mixes { get; } = [.. Enum.GetValues<FaultMix>().Select(mix => new MixTally(mix))];

    /// <summary>The first runs in which a promise was broken.</summary>
    public IReadOnlyList<SimulationResult> Violated => _violated;

    /// <summary>Runs made.</summary>
    public long Runs { get; private set; }

    /// <summary>Runs in which a promise was broken.</summary>
    public long Violations { get; private set; }

    /// <summary>Events of all runs.</summary>
    public long Events { get; private set; }

    /// <summary>Requests decided in all runs.</summary>
    public long Decisions { get; private set; }

    /// <summary>Seconds of virtual time in all runs.</summary>
    public long VirtualSeconds { get; private set; }

    /// <summary>Seconds of real time that all of it took.</summary>
    public double RealSeconds { get; set; }

    /// <summary>Adds a run.</summary>
    public void Add(SimulationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Runs++;
        Events += result.Events;
        Decisions += result.Decisions;
        VirtualSeconds += result.Scenario.Seconds;
        Mixes[(int)result.Scenario.Mix].Add(result);
        if (result.Violation is null)
        {
            return;
        }

        Violations++;
        if (_violated.Count < MaxViolated)
        {
            _violated.Add(result);
        }
    }
}
