using QuotaGrid.Load.Evaluate.Costs;
using QuotaGrid.Load.Evaluate.Evasion;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Reporting;

namespace QuotaGrid.Load.Evaluate;

/// <summary>What an evaluation came to.</summary>
/// <param name="Settings">What it was made of.</param>
/// <param name="People">The people of all worlds.</param>
/// <param name="MeanBook">Their mean number of contacts at sign-up.</param>
/// <param name="Defences">What came of each defence in each world, in the order of plans, seeds and kinds.</param>
/// <param name="Sensitivity">What came of QuotaGrid's honest people with books of other sizes, in the first world of the first plan.</param>
/// <param name="Region">What a sweep in order does to the first region, or null when there was no such sweep.</param>
public sealed record EvaluationResult(
    EvaluationSettings Settings,
    long People,
    double MeanBook,
    IReadOnlyList<DefenceResult> Defences,
    IReadOnlyList<(BookShape Shape, HonestResult Honest)> Sensitivity,
    RegionFill? Region)
{
    /// <summary>What came of votes that attackers cast, in the same world.</summary>
    public IReadOnlyList<PoisonedResult> Poisoned { get; init; } = [];

    /// <summary>What came of ways around the defence.</summary>
    public IReadOnlyList<EvasionResult> Evasions { get; init; } = [];

    /// <summary>What each defence costs.</summary>
    public IReadOnlyList<DefenceCost> Costs { get; init; } = [];

    /// <summary>Each attack on each defence in each plan, over all seeds.</summary>
    public IReadOnlyList<AttackSummary> Summaries => field ??= AttackSummary.Of(this);
}
