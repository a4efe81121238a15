namespace QuotaGrid.Load.Simulation.Auditing;

/// <summary>What the auditor knows of one identity.</summary>
internal sealed class AuditedIdentity(IReadOnlyList<Promise> promises)
{
    private double _earliest = double.PositiveInfinity;
    private double _latest = double.NegativeInfinity;

    /// <summary>What was admitted, promise by promise.</summary>
    public LeakyBucket[] Admitted { get; } = [.. promises.Select(promise => new LeakyBucket(promise.PerSecond))];

    /// <summary>What the service may at the most believe to have granted: what was admitted, what was asked and never answered, and a step for each crash.</summary>
    public LeakyBucket[] Believed { get; } = [.. promises.Select(promise => new LeakyBucket(promise.PerSecond))];

    /// <summary>When each target was first admitted; not a number before.</summary>
    public Dictionary<int, double> FirstAdmitted { get; } = [];

    /// <summary>When each target was first granted by a strict decision, whether or not the answer arrived.</summary>
    public Dictionary<int, double> FirstGranted { get; } = [];

    /// <summary>Items that were asked for and are not answered.</summary>
    public int InFlight { get; set; }

    /// <summary>Items whose answer never came: they may have been granted.</summary>
    public long Unanswered { get; set; }

    /// <summary>Permits of the first promise that could have been used.</summary>
    public double AskedInAll { get; set; }

    /// <summary>Those that were.</summary>
    public double AdmittedInAll { get; set; }

    /// <summary>How many activations there were.</summary>
    public int Activations { get; private set; }

    /// <summary>How many of them began from a state charged ahead.</summary>
    public int Crashes { get; private set; }

    /// <summary>How far the clocks of those who served it were apart, in seconds.</summary>
    public double ClockSpread => Activations == 0 ? 0 : _latest - _earliest;

    /// <summary>Takes notice of an activation.</summary>
    public void OnServed(double now, double earliest, double latest, bool costsStep)
    {
        (_earliest, _latest) = (Math.Min(_earliest, earliest), Math.Max(_latest, latest));
        Activations++;
        if (!costsStep)
        {
            return;
        }

        Crashes++;
        for (var i = 0; i < Believed.Length; i++)
        {
            Believed[i].Add(now, promises[i].StepPermits);
        }
    }
}
