namespace QuotaGrid.Load.Faults;

/// <summary>One identity of a run. All gateways and the audit have the same ones in the same order.</summary>
/// <param name="Index">Its place among all, from 0.</param>
/// <param name="Group">What it asks for, and under which policy.</param>
/// <param name="ItemsPerSecond">How many items it asks for in a second, through all gateways together.</param>
/// <param name="StartSeconds">How long after the others it begins, so that at any time somebody is in the middle of a burst.</param>
/// <param name="SharesTargets">Whether all gateways bring the same new targets, so that what is new to one is known to the grain; else each brings its own.</param>
public sealed record FaultIdentity(int Index, FaultGroup Group, double ItemsPerSecond, double StartSeconds, bool SharesTargets)
{
    /// <summary>The name that gateways ask with.</summary>
    public string Name => $"{Group.Name}-{Index}";
}
