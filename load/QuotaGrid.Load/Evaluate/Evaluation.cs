using System.Collections.Concurrent;
using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Costs;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Evasion;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate;

/// <summary>
/// The exam: every defence meets the same worlds, each with a month of honest people, and every attack branches off after the first days. Honest people and attackers meet only in what a defence knows of
/// everybody, so an attack needs no honest people beside it but what they have asked for. Where that is not so, attackers are put among honest people (<see cref="IntruderRun"/>).
/// </summary>
public sealed class Evaluation
{
    private const double SecondsPerDay = 24 * 3_600;
    private const string FreshScenario = "b1";

    private static readonly string[] RegionDefences = [DefenceKinds.QuotaGrid, "identitybucket"];

    // What the runner's work weighs against QuotaGrid's honest month, which is the most of it.
    private const double OtherWeight = 0.6;
    private const double EvasionWeight = 20_000;

    private readonly EvaluationSettings _settings;
    private readonly CancellationToken _cancellation;
    private readonly List<EvaluationJob> _jobs = [];
    private readonly SharedWorld[] _worlds;
    private readonly DefenceResult[] _results;
    private readonly EvasionResult[] _evasions;
    private readonly (BookShape Shape, HonestResult Honest)[] _otherBooks;
    private int[] _askedBefore = [];
    private PoisonedResult[] _poisoned = [];
    private IntruderResult? _intruders;

    private Evaluation(EvaluationSettings settings, CancellationToken cancellation)
    {
        (_settings, _cancellation) = (settings, cancellation);
        _worlds =
        [
            .. settings.Plans.SelectMany(plan => settings.WorldSeeds.Select((seed, place) => new SharedWorld(plan, seed, settings.DefencesOf(place), settings.SampleScaleOf(plan), cancellation))),
        ];
        _results = new DefenceResult[_worlds.Sum(world => world.Defences.Count)];
        _evasions = new EvasionResult[settings.HasEvasions ? Evasions.All(settings.Seed, 1, 1).Count : 0];
        _otherBooks = new (BookShape Shape, HonestResult Honest)[settings.HasSensitivity ? BookShape.Others.Count : 0];
        Plan();
    }

    /// <summary>Makes all runs, as many at once as there are cores.</summary>
    /// <param name="settings">What to make.</param>
    /// <param name="progress">Is told what is done; from several threads.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static EvaluationResult Make(EvaluationSettings settings, Action<EvaluationStep> progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(progress);
        return new Evaluation(settings, cancellation).Run(progress);
    }

    private EvaluationResult Run(Action<EvaluationStep> progress)
    {
        var steps = new EvaluationSteps(_jobs, progress);

        // One after the other and not in ranges: the runs of a world are next to each other, and a world is large.
        Parallel.ForEach(
            Partitioner.Create(_jobs, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { CancellationToken = _cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            job =>
            {
                job.Run();
                steps.OnDone(job);
            });
        var (people, contacts) = (_worlds.Sum(world => (long)world.People), _worlds.Sum(world => world.Contacts));
        return new(_settings, people, people == 0 ? 0 : (double)contacts / people, _results, _otherBooks, FillRegion())
        {
            Poisoned = _poisoned,
            Evasions = [.. _evasions, .. _intruders?.Evasions(_results.First(result => result.Kind.Name == DefenceKinds.QuotaGrid).Honest) ?? []],
            Costs = _settings.HasCosts ? MeasureCosts() : [],
        };
    }

    private void Plan()
    {
        var place = 0;
        foreach (var world in _worlds)
        {
            foreach (var kind in world.Defences)
            {
                var index = place++;
                AddJob(world, kind.Title, kind.Name == DefenceKinds.QuotaGrid ? 1 : OtherWeight, made => Examine(index, made, kind));
            }
        }

        // What comes only once comes where its world is made anyway, and so at the end of the first.
        if (_settings.Defences.FirstOrDefault(kind => kind.Name == DefenceKinds.QuotaGrid) is { } quotaGrid)
        {
            PlanOnce(quotaGrid);
        }
    }

    private void PlanOnce(DefenceKind kind)
    {
        var (first, at) = (_worlds[0], _worlds[0].Defences.Count);
        if (_settings.HasSensitivity && _settings.Scenarios.FirstOrDefault(scenario => scenario.Name == FreshScenario) is { } scenario)
        {
            AddJob(first, "poisoned votes", OtherWeight, world => _poisoned = TryPoisoning(world, kind, scenario), at);
        }

        if (_settings.HasEvasions)
        {
            AddJob(first, "attackers among honest people", 1, world => _intruders = IntruderRun.Make(world, kind, _settings.WarmDays * SecondsPerDay, _settings.HonestDays * SecondsPerDay, _cancellation), at);
            var evasions = Evasions.All(_settings.Seed, _settings.EvasionRuns, _settings.FloodNames);
            _jobs.AddRange(evasions.Select((evasion, i) => new EvaluationJob("evasions", EvasionWeight, () => _evasions[i] = evasion())));
        }

        for (var i = 0; i < _otherBooks.Length; i++)
        {
            var (place, shape) = (i, BookShape.Others[i]);
            _jobs.Add(new($"{_settings.Plans[0].Name}, books of {shape.Name}", first.ExpectedPeople, () =>
            {
                var run = new HonestRun(new World(first.Plan, _settings.SampleScaleOf(first.Plan), shape, _settings.WorldSeeds[0], _cancellation), kind);
                run.RunUntil(_settings.HonestDays * SecondsPerDay, _cancellation);
                _otherBooks[place] = (shape, run.Result());
            }));
        }
    }

    private void AddJob(SharedWorld world, string what, double weight, Action<World> run, int? at = null)
    {
        world.Expect();
        _jobs.Insert(at ?? _jobs.Count, new($"{world.Plan.Name}, seed {world.Seed}: {what}", weight * world.ExpectedPeople, () =>
        {
            run(world.Take());
            world.Return();
        }));
    }

    private void Examine(int index, World world, DefenceKind kind)
    {
        var honest = new HonestRun(world, kind);
        var attacks = new AttackResult[_settings.Scenarios.Count];
        Attack(isCold: true, 0);
        honest.RunUntil(_settings.WarmDays * SecondsPerDay, _cancellation);
        Attack(isCold: false, _settings.WarmDays * SecondsPerDay);
        honest.RunUntil(_settings.HonestDays * SecondsPerDay, _cancellation);
        _results[index] = new(world.Plan, world.Seed, kind, honest.Result(), attacks);
        _askedBefore = index == 0 ? AskedBefore(world) : _askedBefore;

        void Attack(bool isCold, double second)
        {
            for (var i = 0; i < attacks.Length; i++)
            {
                if (_settings.Scenarios[i].IsCold == isCold)
                {
                    attacks[i] = AttackRun.Make(world, kind, honest.Defence, _settings.Scenarios[i], second, _settings.Budget, _cancellation);
                }
            }
        }
    }

    /// <summary>Lets attackers vote before they begin.</summary>
    private PoisonedResult[] TryPoisoning(World world, DefenceKind kind, AttackScenario scenario)
    {
        var second = _settings.WarmDays * SecondsPerDay;
        var honest = new HonestRun(world, kind);
        honest.RunUntil(second, _cancellation);
        return
        [
            .. PoisonedResult.Shares.Select(share =>
            {
                var poisoned = ((QuotaGridDetection)honest.Defence).Poisoned(share, second);
                return new PoisonedResult(share, poisoned.MostNewAt(second), AttackRun.Make(world, kind, poisoned, scenario, second, _settings.Budget, _cancellation));
            }),
        ];
    }

    private DefenceCost[] MeasureCosts()
    {
        var world = new World(_settings.Plans[0], EvaluationSettings.MostSampleScale, BookShape.Usual, _settings.WorldSeeds[0], _cancellation);
        return [.. _settings.Defences.Select(kind => CostMeasurement.Measure(world, kind, _cancellation))];
    }

    private int[] AskedBefore(World world)
    {
        var second = (long)(_settings.WarmDays * SecondsPerDay);
        return
        [
            .. Enumerable.Range(0, Math.Min(world.Plan.Blocks, PlanFigures.RegionBlocks)).Select(block =>
                Enumerable.Range(block * PlanFigures.BlockSize, PlanFigures.BlockSize).Count(number => world.Coverage.AskedByHonest(number, second))),
        ];
    }

    /// <summary>What the first region's blocks look like before a sweep, and after it before the first defence and another.</summary>
    private RegionFill? FillRegion()
    {
        (string Title, IReadOnlyList<int> Filled)[] after =
        [
            .. from result in _results.Take(_worlds[0].Defences.Count).Where(result => RegionDefences.Contains(result.Kind.Name))
               from attack in result.Attacks
               where attack.Scenario.Name == FreshScenario

               // Asked by an attacker and honest people alike is independent: both choose blind of each other.
               select ($"after it, {result.Kind.Title}",
                   (IReadOnlyList<int>)[.. _askedBefore.Zip(attack.AdmittedOfBlocks, (honest, swept) => honest + (int)(swept * (1 - ((double)honest / PlanFigures.BlockSize))))]),
        ];
        return after.Length == 0 ? null : new($"{FreshScenario} on {_worlds[0].Plan.Name}", [("before the sweep", _askedBefore), .. after]);
    }
}
