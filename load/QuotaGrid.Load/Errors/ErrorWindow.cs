namespace QuotaGrid.Load.Errors;

/// <summary>One window at one moment of a run.</summary>
/// <param name="Series">The name of its share of all targets.</param>
/// <param name="Asked">How many targets have been asked for by then.</param>
/// <param name="Targets">How many of them, the last ones, are in the window.</param>
public sealed record ErrorWindow(string Series, int Asked, int Targets)
{
    /// <summary>The number of the first target in the window, from 0.</summary>
    public int First => Asked - Targets;
}
