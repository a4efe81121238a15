using System.Collections.Concurrent;
using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate;

/// <summary>
/// The exam: every defence meets the same worlds, each with a month of honest people, and every attack branches off after the first days. Honest people and attackers meet only in what a defence knows of
/// everybody, so an attack needs no honest people beside it but what they have asked for.
/// </summary>
public static class Evaluation
{
    private const double SecondsPerDay = 24 * 3_600;
    private const string RegionScenario = "b.1000.order";
    private const string PoisonedScenario = "b1";

    /// <summary>Makes all runs, as many at once as there are cores.</summary>
    /// <param name="settings">What to make.</param>
    /// <param name="progress">Is told what is done, in a line; from several threads.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static EvaluationResult Make(EvaluationSettings settings, Action<string> progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(progress);
        SharedWorld[] worlds =
        [
            .. settings.Plans.SelectMany(plan => settings.WorldSeeds.Select((seed, place) => new SharedWorld(plan, seed, settings.DefencesOf(place), settings.SampleScaleOf(plan), progress, cancellation))),
        ];
        (SharedWorld World, DefenceKind Kind)[] runs = [.. worlds.SelectMany(world => world.Defences.Select(kind => (world, kind)))];
        var results = new DefenceResult[runs.Length];
        RegionFill? region = null;

        // One after the other and not in ranges: the runs of a world are next to each other, and a world is large.
        Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, results.Length), EnumerablePartitionerOptions.NoBuffering), On(cancellation), i =>
        {
            var world = runs[i].World.Take();
            results[i] = Examine(world, runs[i].Kind, settings, progress, cancellation);
            region = i == 0 ? RegionOf(world, results[i], settings) : region;
            runs[i].World.Return();
        });
        var (people, contacts) = (worlds.Sum(world => (long)world.People), worlds.Sum(world => world.Contacts));
        return new(settings, people, people == 0 ? 0 : (double)contacts / people, results, settings.HasSensitivity ? TryOtherBooks(settings, progress, cancellation) : [], region)
        {
            Poisoned = settings.HasSensitivity ? TryPoisoning(settings, progress, cancellation) : [],
        };
    }

    private static DefenceResult Examine(World world, DefenceKind kind, EvaluationSettings settings, Action<string> progress, CancellationToken cancellation)
    {
        var honest = new HonestRun(world, kind);
        var attacks = new AttackResult[settings.Scenarios.Count];
        Attack(isCold: true, 0);
        honest.RunUntil(settings.WarmDays * SecondsPerDay, cancellation);
        Attack(isCold: false, settings.WarmDays * SecondsPerDay);
        honest.RunUntil(settings.HonestDays * SecondsPerDay, cancellation);
        progress($"{world.Plan.Name}, seed {world.Seed}: {kind.Title} done");
        return new(world.Plan, world.Seed, kind, honest.Result(), attacks);

        void Attack(bool isCold, double second)
        {
            for (var i = 0; i < attacks.Length; i++)
            {
                if (settings.Scenarios[i].IsCold == isCold)
                {
                    attacks[i] = AttackRun.Make(world, kind, honest.Defence, settings.Scenarios[i], second, settings.Budget, cancellation);
                }
            }
        }
    }

    private static (BookShape Shape, HonestResult Honest)[] TryOtherBooks(EvaluationSettings settings, Action<string> progress, CancellationToken cancellation)
    {
        var results = new (BookShape Shape, HonestResult Honest)[BookShape.Others.Count];
        Parallel.For(0, results.Length, On(cancellation), i =>
        {
            var shape = BookShape.Others[i];
            var run = new HonestRun(new World(settings.Plans[0], settings.SampleScaleOf(settings.Plans[0]), shape, settings.WorldSeeds[0], cancellation), settings.Defences[0]);
            run.RunUntil(settings.HonestDays * SecondsPerDay, cancellation);
            results[i] = (shape, run.Result());
            progress($"books of {shape.Name} done");
        });
        return results;
    }

    /// <summary>Lets attackers vote in the first world of the first plan before they begin.</summary>
    private static PoisonedResult[] TryPoisoning(EvaluationSettings settings, Action<string> progress, CancellationToken cancellation)
    {
        if (settings.Defences.FirstOrDefault(kind => kind.Name == DefenceKinds.QuotaGrid) is not { } kind
            || settings.Scenarios.FirstOrDefault(scenario => scenario.Name == PoisonedScenario) is not { } scenario)
        {
            return [];
        }

        var second = settings.WarmDays * SecondsPerDay;
        var world = new World(settings.Plans[0], settings.SampleScaleOf(settings.Plans[0]), BookShape.Usual, settings.WorldSeeds[0], cancellation);
        var honest = new HonestRun(world, kind);
        honest.RunUntil(second, cancellation);
        var results = new PoisonedResult[PoisonedResult.Shares.Count];
        Parallel.For(0, results.Length, On(cancellation), i =>
        {
            var poisoned = ((QuotaGridDetection)honest.Defence).Poisoned(PoisonedResult.Shares[i], second);
            results[i] = new(PoisonedResult.Shares[i], poisoned.MostNewAt(second), AttackRun.Make(world, kind, poisoned, scenario, second, settings.Budget, cancellation));
        });
        progress("poisoned votes done");
        return results;
    }

    private static RegionFill? RegionOf(World world, DefenceResult result, EvaluationSettings settings)
    {
        var attack = result.Attacks.FirstOrDefault(attack => attack.Scenario.Name == RegionScenario);
        if (attack is null)
        {
            return null;
        }

        var second = (long)(settings.WarmDays * SecondsPerDay);
        int[] before =
        [
            .. Enumerable.Range(0, Math.Min(world.Plan.Blocks, PlanFigures.RegionBlocks)).Select(block =>
                Enumerable.Range(block * PlanFigures.BlockSize, PlanFigures.BlockSize).Count(number => world.Coverage.AskedByHonest(number, second))),
        ];

        // Asked by an attacker and honest people alike is independent: both choose blind of each other.
        int[] during = [.. before.Zip(attack.AdmittedOfBlocks, (honest, swept) => honest + (int)(swept * (1 - ((double)honest / PlanFigures.BlockSize))))];
        return new($"{attack.Scenario.Name} on {result.Kind.Title}, {world.Plan.Name}", before, during);
    }

    private static ParallelOptions On(CancellationToken cancellation) => new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
}
