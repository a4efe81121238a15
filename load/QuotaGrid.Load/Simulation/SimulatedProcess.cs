namespace QuotaGrid.Load.Simulation;

/// <summary>A process: it dies at once and for ever, or sleeps and then does what came in the meantime.</summary>
internal class SimulatedProcess(VirtualTime time, SimulatedClock clock, int place)
{
    /// <summary>The place in the cluster that it fills.</summary>
    public int Place => place;

    /// <summary>Its clock.</summary>
    public SimulatedClock Clock => clock;

    /// <summary>Whether it has not died.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Until when it sleeps.</summary>
    public long PausedUntil { get; set; }

    /// <summary>Until when no message reaches or leaves it.</summary>
    public long CutUntil { get; set; }

    /// <summary>Until when it does not reach the store.</summary>
    public long StoreCutUntil { get; set; }

    /// <summary>Whether the cluster believes that it died; it gets no further activations.</summary>
    public bool IsEvicted { get; set; }

    /// <summary>Ends it; what it had in memory is gone.</summary>
    public void Kill() => IsAlive = false;

    /// <summary>Does something now, or when it wakes up, or never.</summary>
    public void Run(Action what)
    {
        if (!IsAlive)
        {
            return;
        }

        if (time.Now < PausedUntil)
        {
            time.At(PausedUntil, () => Run(what));
            return;
        }

        what();
    }
}
