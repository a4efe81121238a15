using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Tests.Evaluate;

/// <summary>A world of 400 blocks, four of them with people.</summary>
internal static class TinyWorld
{
    public static readonly PlanFigures Plan = PlanFigures.Us with { Name = "tiny", Blocks = 400 };

    public static readonly World Instance = new(Plan, 100, BookShape.Usual, 5);
}
