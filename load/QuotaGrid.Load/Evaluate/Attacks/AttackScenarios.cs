namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>The attacks of the exam, with their gates.</summary>
public static class AttackScenarios
{
    private const double Hour = 3_600;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AttackScenario> All { get; } = [.. Warm, .. Apart(), .. Cold()];

    /// <summary>Those of a quick run: every one with a gate, and b with as many puppets as a plot needs.</summary>
    public static IReadOnlyList<string> Quick { get; } = ["a", "b.100.order", "b.1000.order", "b.1000.random", "b.10000.order", "b1", "b2", "c.10000", "d.swap20", "b.1000.order.cold"];

    private static AttackScenario[] Warm => [Burst, .. Split(), .. Fresh(), Churn, .. Slow(), .. Blended()];

    private static AttackScenario Burst => new("a", "the enumeration of 2025: 5 identities, 1,400 lookups a second each, one address", 5, 1_400 * Hour, 1)
    {
        Batch = 1_000,
        SharesAddress = true,
        Gates = [new(GateFigure.Exposed, 1e-5), new(GateFigure.Detection, 5)],
    };

    private static AttackScenario Churn => new("b2", "1,000 new identities a day, 500 lookups each, alive for 3 hours", 7_000, 500 / 2.5, 7.2)
    {
        Batch = 100,
        SignUpHours = 7 * 24,
        MostPerPuppet = 500,
        Gates = [new(GateFigure.UsefulPerPuppet, 100)],
    };

    private static IEnumerable<AttackScenario> Split()
    {
        foreach (var (puppets, perHour) in new[] { (100, 1_000.0), (1_000, 42), (10_000, 10) })
        {
            var split = new AttackScenario($"b.{puppets}.order", $"{puppets:N0} puppets, {perHour:N0} lookups an hour each, neighbours in slices", puppets, perHour, 14)
            {
                Gates = puppets == 1_000 ? [new(GateFigure.Exposed, 1e-4), new(GateFigure.Detection, Hour)] : [],
            };
            yield return split;
            yield return split with
            {
                Name = $"b.{puppets}.random",
                Description = $"{puppets:N0} puppets, {perHour:N0} lookups an hour each, in random order",
                Order = SweepOrder.Random,
            };
        }
    }

    private static IEnumerable<AttackScenario> Fresh()
    {
        var fresh = new AttackScenario("b1", "10,115 puppets, each spends its first-sync allowance once and is thrown away", 10_115, 60_000, 5)
        {
            Batch = 1_000,
            SignUpHours = 4 * 24,
            EndsWhenDenied = true,
            Gates = [new(GateFigure.Exposed, 1e-3)],
            GatePlan = "us",
        };
        yield return fresh;
        yield return fresh with { Name = "b1.random", Description = fresh.Description + ", in random order", Order = SweepOrder.Random, Gates = [] };
    }

    private static IEnumerable<AttackScenario> Slow()
    {
        foreach (var (puppets, perDay) in new[] { (1_000, 144.0), (10_000, 144), (100_000, 20) })
        {
            yield return new($"c.{puppets}", $"{puppets:N0} puppets, {perDay:N0} lookups a day each, in random order", puppets, perDay / 24, 14)
            {
                Order = SweepOrder.Random,
                Gates = puppets == 10_000 ? [new(GateFigure.Detection, 24 * Hour)] : [],
            };
        }
    }

    private static IEnumerable<AttackScenario> Blended()
    {
        foreach (var percent in new[] { 5, 20, 50 })
        {
            yield return Swapping(percent, $"d.swap{percent}") with { Gates = percent == 20 ? [new(GateFigure.Recall, 0.8)] : [] };
        }

        var blended = Swapping(20, "d.swap20");
        yield return blended with { Name = "d.swap20.leaked", Description = blended.Description + ", of a leaked list", HasLeakedList = true };
        yield return blended with { Name = "d.swap20.densest", Description = blended.Description + ", densest blocks first", Order = SweepOrder.DensestFirst };
    }

    private static AttackScenario Swapping(int percent, string name) => new(name, $"1,000 puppets with a plausible book that swap {percent} % of it each 48 hours", 1_000, 0, 14)
    {
        Batch = 1_000,
        Order = SweepOrder.Random,
        SignUpHours = 48,
        Swap = percent / 100.0,
    };

    private static IEnumerable<AttackScenario> Apart() => Warm.Where(warm => warm.Gates.Count > 0 && !warm.SharesAddress)
        .Select(warm => warm with { Name = warm.Name + ".apart", Description = warm.Description + ", with the attributes of honest people", SharesClient = false, Gates = [] });

    private static IEnumerable<AttackScenario> Cold() => Warm.Where(warm => warm.Gates.Count > 0)
        .Select(warm => warm with { Name = warm.Name + ".cold", Description = warm.Description + ", without honest traffic before", IsCold = true });
}
