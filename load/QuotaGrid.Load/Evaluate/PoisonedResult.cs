using QuotaGrid.Load.Evaluate.Attacks;

namespace QuotaGrid.Load.Evaluate;

/// <summary>What came of an attack whose puppets had voted before on what is usual.</summary>
/// <param name="Share">The share of all votes that were theirs; each said that everything is new to everyone.</param>
/// <param name="MostNew">The most that was then taken for an honest share of targets that are new to everyone.</param>
/// <param name="Attack">The attack.</param>
public sealed record PoisonedResult(double Share, double MostNew, AttackResult Attack)
{
    /// <summary>The shares that are tried.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0, 0.05, 0.2, 0.4, 0.6];
}
