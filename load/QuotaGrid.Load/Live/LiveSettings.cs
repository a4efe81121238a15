using QuotaGrid.Load.Evaluate.Attacks;

namespace QuotaGrid.Load.Live;

/// <summary>What a live run is made of.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="IsQuick">Whether it is a smaller run.</param>
/// <param name="Program">The product's executable.</param>
/// <param name="Keep">Where logs are kept; null when they are not.</param>
public sealed record LiveSettings(int Seed, bool IsQuick, string Program, DirectoryInfo? Keep)
{
    /// <summary>What the part that measures the cost of detection is called.</summary>
    public const string Cost = "cost";

    /// <summary>What the part that measures coverage of the whole plan is called.</summary>
    public const string Coverage = "coverage";

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>The parts of the run, by name, in the order of <see cref="AllParts"/>.</summary>
    public IReadOnlyList<string> Parts { get; init; } = IsQuick ? ["a", "b.1000.order", "b2"] : AllParts;

    /// <summary>All parts: the attacks, and what follows them.</summary>
    public static IReadOnlyList<string> AllParts { get; } = [.. LiveScenario.All(1, isQuick: false).Select(scenario => scenario.Attack.Name), Cost, Coverage];

    /// <summary>An attack's place among all parts.</summary>
    public static int PlaceOf(AttackScenario attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        return AllParts.TakeWhile(part => part != attack.Name).Count();
    }

    /// <summary>
    /// How many seconds of people's lives and of the slow attacks pass in a second. The horizon is a month of those, so that a pause after which another sync begins, a 240th of it, is as long as
    /// it is for them: 45 s, or 15 s in a quick run, which is the shortest there is.
    /// </summary>
    public double Speed { get; init; } = IsQuick ? 720 : 240;

    /// <summary>How many honest people there are, about.</summary>
    public int People { get; init; } = IsQuick ? 800 : 4_000;

    /// <summary>How many turns requests with and without detection have each.</summary>
    public int CostRounds => IsQuick ? 3 : 10;

    /// <summary>How long targets are remembered.</summary>
    public TimeSpan Horizon => Month / Speed;

    /// <summary>The attacks.</summary>
    public IReadOnlyList<LiveScenario> Attacks => [.. LiveScenario.All(Speed, IsQuick).Where(scenario => Parts.Contains(scenario.Attack.Name))];

    /// <summary>Whether there is honest traffic before and beside the attacks; without attacks nobody needs it.</summary>
    public bool HasPeople => People > 0 && Attacks.Count > 0;
}
