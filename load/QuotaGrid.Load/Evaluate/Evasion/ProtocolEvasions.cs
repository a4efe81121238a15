using QuotaGrid.Load.Simulation;
using QuotaGrid.Load.Simulation.Auditing;

namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>Ways around limits that lie between gateways and silos: runs of the lease protocol's simulation, whose auditor counts.</summary>
public static class ProtocolEvasions
{
    private const int Gateways = 16;
    private const int Batch = 50;

    private static readonly (PromiseUnit Unit, string Name)[] Units = [(PromiseUnit.Items, "items"), (PromiseUnit.Requests, "requests"), (PromiseUnit.NewTargets, "novel")];

    /// <summary>One identity at all gateways at once.</summary>
    public static EvasionResult AllGateways(int seed, int runs) => Make(
        "gateways", $"everything at {Gateways} gateways in one moment, again and again as leases end",
        seed, runs, place => Scenario.Draw(place, FaultMix.None) with { Gateways = Gateways, OnlyAmbushes = true });

    /// <summary>Messages and acknowledgements are lost, come twice, late, or out of order.</summary>
    public static EvasionResult LostAcknowledgements(int seed, int runs) => Make(
        "acknowledgements", "acknowledgements and reports are lost, come twice, late or out of order, while leases are spent",
        seed, runs, place => Scenario.Draw(place, FaultMix.Loss) with { Gateways = Gateways });

    /// <summary>Silos are killed while they decide batches.</summary>
    public static EvasionResult KilledSilos(int seed, int runs) => Make(
        "killed", $"silos are killed in the middle of batches of up to {Batch}, and come back with another clock",
        seed, runs, place => Scenario.Draw(place, FaultMix.SiloCrashes) with { Gateways = Gateways, MaxBatch = Batch });

    /// <summary>Gateways have no room for an identity, and forget it after each of its requests.</summary>
    public static EvasionResult FloodedGateways(int seed, int runs) => Make(
        "gatewayflood", "gateways are flooded with names, so that they forget an identity and its lease after each of its requests",
        seed, runs, place => Scenario.Draw(place, FaultMix.None) with { IsFlooded = true });

    private static EvasionResult Make(string name, string description, int seed, int runs, Func<int, Scenario> draw)
    {
        var (broken, peaks) = (0, new List<PromisePeak>());
        for (var run = 0; run < runs; run++)
        {
            var result = SimulationRun.Make(draw((seed * runs) + run));
            broken += result.Violation is null ? 0 : 1;
            peaks.AddRange(result.Peaks);
        }

        return new(name, $"{description}; {runs} simulated runs",
        [
            new("broken", broken, "{promise}", 0),
            .. Units.Where(unit => peaks.Exists(peak => peak.Unit == unit.Unit)).SelectMany(unit => Overshoots(unit.Name, [.. peaks.Where(peak => peak.Unit == unit.Unit)])),
        ]);
    }

    // The promise leaves the time of a lease for what was paid for before and is spent later; without it is what the policy says by itself.
    private static EvasionFigure[] Overshoots(string name, PromisePeak[] peaks) =>
    [
        EvasionFigure.Overshoot(name, peaks.Max(peak => peak.OfPromise), 0),
        EvasionFigure.Overshoot($"{name}.leaseless", peaks.Max(peak => peak.OfBurst), null),
    ];
}
