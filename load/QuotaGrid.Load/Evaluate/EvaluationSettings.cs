using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate;

/// <summary>What an evaluation is made of.</summary>
/// <param name="Seed">What was given on the command line.</param>
public sealed record EvaluationSettings(int Seed)
{
    /// <summary>The most seeds of an evaluation, so that those of two given seeds do not overlap.</summary>
    public const int MaxSeeds = 100;

    /// <summary>The first world seed that is reported; those below are for tuning. A figure that was tuned on the seeds that it is reported for is no result.</summary>
    public const int FirstReportingSeed = 1_000_000;

    /// <summary>The largest seed that may be given.</summary>
    public const int MaxSeed = (FirstReportingSeed / MaxSeeds) - 1;

    /// <summary>The least of <see cref="SampleScale"/>: more people would not fit into memory.</summary>
    public const int LeastSampleScale = 100;

    /// <summary>The most of <see cref="SampleScale"/>: fewer blocks have no neighbourhood.</summary>
    public const int MostSampleScale = 10_000;

    /// <summary>Whether worlds are those for tuning.</summary>
    public bool IsTuning { get; init; }

    /// <summary>Whether it is a quick one, which its report says.</summary>
    public bool IsQuick { get; init; }

    /// <summary>How many worlds are made of each plan.</summary>
    public int Seeds { get; init; } = 10;

    /// <summary>How many of those worlds the defences other than QuotaGrid meet: how much they leak is plain after one, and what QuotaGrid does to honest people takes many.</summary>
    public int OtherSeeds { get; init; } = 1;

    /// <summary>How many blocks of a plan stand behind one whose people are simulated; of a plan that hardly anybody uses, <see cref="PlanFigures.SampleDensity"/> times fewer.</summary>
    public int SampleScale { get; init; } = 1_000;

    /// <summary>About the most lookups of an attack on a defence that does not end it; a larger one is scaled down, puppets and plan alike.</summary>
    public double Budget { get; init; } = 12e6;

    /// <summary>The days of honest traffic before an attack.</summary>
    public double WarmDays { get; init; } = 14;

    /// <summary>How long honest people are watched, in days.</summary>
    public double HonestDays { get; init; } = 30;

    /// <summary>The plans.</summary>
    public IReadOnlyList<PlanFigures> Plans { get; init; } = PlanFigures.All;

    /// <summary>The defences.</summary>
    public IReadOnlyList<DefenceKind> Defences { get; init; } = DefenceKinds.All;

    /// <summary>The attacks.</summary>
    public IReadOnlyList<AttackScenario> Scenarios { get; init; } = AttackScenarios.All;

    /// <summary>Whether other sizes of address books are tried.</summary>
    public bool HasSensitivity { get; init; } = true;

    /// <summary>How many blocks of a plan stand behind one of its sample.</summary>
    public int SampleScaleOf(PlanFigures plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Math.Max(1, SampleScale / plan.SampleDensity);
    }

    /// <summary>Whether ways around the defence are tried.</summary>
    public bool HasEvasions { get; init; } = true;

    /// <summary>How many simulated runs of the lease protocol an evasion has that needs them.</summary>
    public int EvasionRuns { get; init; } = 200;

    /// <summary>How many names a flood has.</summary>
    public int FloodNames { get; init; } = 1_000_000;

    /// <summary>Whether it is measured what defences cost, which no two runs agree on.</summary>
    public bool HasCosts { get; init; } = true;

    /// <summary>The seeds of the worlds.</summary>
    public IReadOnlyList<int> WorldSeeds => [.. Enumerable.Range((IsTuning ? 0 : FirstReportingSeed) + (Seed * MaxSeeds), Seeds)];

    /// <summary>The defences that are examined in a world.</summary>
    /// <param name="place">The world's place among those of its plan.</param>
    public IReadOnlyList<DefenceKind> DefencesOf(int place) =>
        place < OtherSeeds || Defences.All(kind => kind.Name != DefenceKinds.QuotaGrid) ? Defences : [.. Defences.Where(kind => kind.Name == DefenceKinds.QuotaGrid)];

    /// <summary>A small evaluation: one plan, one seed, a tenth of the people, one attack of each kind. It is made while something is changed, and so of the seeds for tuning.</summary>
    public static EvaluationSettings Quick(int seed) => new(seed)
    {
        IsQuick = true,
        IsTuning = true,
        EvasionRuns = 20,
        FloodNames = 10_000,
        Seeds = 1,
        SampleScale = 10_000,
        Budget = 600_000,
        Plans = [PlanFigures.Us],
        Scenarios = [.. AttackScenarios.All.Where(scenario => AttackScenarios.Quick.Contains(scenario.Name))],
        HasSensitivity = false,
    };
}
