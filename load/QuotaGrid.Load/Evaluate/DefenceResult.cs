using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate;

/// <summary>What came of one defence in one world.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="WorldSeed">The world's seed.</param>
/// <param name="Kind">The defence.</param>
/// <param name="Honest">Of honest people.</param>
/// <param name="Attacks">Of each attack.</param>
public sealed record DefenceResult(PlanFigures Plan, int WorldSeed, DefenceKind Kind, HonestResult Honest, IReadOnlyList<AttackResult> Attacks);
