using QuotaGrid.Load.Simulation.Auditing;

namespace QuotaGrid.Load.Simulation;

/// <summary>What came of one run.</summary>
/// <param name="Scenario">The run.</param>
/// <param name="Violation">The promise that was broken first, and when; null when none was.</param>
/// <param name="Hash">A hash of everything that happened.</param>
/// <param name="Events">How many events happened.</param>
/// <param name="Decisions">How many requests were decided.</param>
/// <param name="Admitted">Under a policy of one limit: the permits that were used.</param>
/// <param name="Allowed">The same: the permits that could have been, by the policy and by what was asked for.</param>
/// <param name="Lines">What happened, if that was kept.</param>
public sealed record SimulationResult(
    Scenario Scenario, string? Violation, ulong Hash, long Events, long Decisions, double Admitted, double Allowed, IReadOnlyList<string> Lines)
{
    /// <summary>The most that was admitted under each promise.</summary>
    public IReadOnlyList<PromisePeak> Peaks { get; init; } = [];
}
