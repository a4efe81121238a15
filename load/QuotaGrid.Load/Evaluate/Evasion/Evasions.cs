namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>The evasions that need no honest people, in the order in which they are shown.</summary>
public static class Evasions
{
    /// <summary>All of them.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="runs">How many simulated runs of the lease protocol each has that needs them.</param>
    /// <param name="names">How many names a flood has.</param>
    public static IReadOnlyList<Func<EvasionResult>> All(int seed, int runs, int names) =>
    [
        () => LimitEvasions.Retry(seed),
        () => LimitEvasions.Edges(seed),
        () => ProtocolEvasions.AllGateways(seed, runs),
        () => ProtocolEvasions.LostAcknowledgements(seed, runs),
        () => ProtocolEvasions.KilledSilos(seed, runs),
        () => LimitEvasions.Saturation(seed),
        () => LimitEvasions.Flooding(seed, names),
        () => ProtocolEvasions.FloodedGateways(seed, runs),
    ];
}
