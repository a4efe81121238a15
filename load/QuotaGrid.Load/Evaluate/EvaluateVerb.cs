using System.CommandLine;
using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Evaluate.Reporting;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Evaluate;

/// <summary>The verb <c>evaluate</c> on the command line.</summary>
public sealed class EvaluateVerb
{
    /// <summary>What the file with the tables is called.</summary>
    public const string TableFile = "evaluate.md";

    /// <summary>What the file with the pictures is called.</summary>
    public const string PageFile = "evaluate.html";

    private readonly Option<int?> _seeds = new("--seeds") { Description = "How many worlds of each plan." };
    private readonly Option<int?> _otherSeeds = new("--other-seeds") { Description = "How many of them the other defences meet beside QuotaGrid." };
    private readonly Option<int?> _sampleScale = new("--sample-scale") { Description = "How many blocks of a plan stand behind one whose people are simulated." };
    private readonly Option<bool> _tuning = new("--tuning") { Description = "Take the seeds for tuning, not those that are reported. --quick always does." };
    private readonly Option<DirectoryInfo?> _folder = new("--out") { Description = $"Also write tables ({TableFile}) and pictures ({PageFile}) to this folder." };
    private readonly Option<string[]> _plans = Names("--plan", "Only these plans.", PlanFigures.All.Select(plan => plan.Name));
    private readonly Option<string[]> _scenarios = Names("--scenario", "Only these attacks.", AttackScenarios.All.Select(scenario => scenario.Name));
    private readonly Option<string[]> _defences = Names("--defence", "Only these defences.", DefenceKinds.All.Select(kind => kind.Name));

    private EvaluateVerb()
    {
    }

    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        var verb = new EvaluateVerb();
        var command = new Command("evaluate", "Attacks on QuotaGrid and its alternatives beside honest people, in virtual time.")
        {
            verb._seeds, verb._otherSeeds, verb._sampleScale, verb._tuning, verb._folder, verb._plans, verb._scenarios, verb._defences,
        };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var settings = verb.Settings(arguments, shared);
            var progress = new EvaluationProgress(console, TimeProvider.System, console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected);
            var result = await progress.ShowAsync(show => Evaluation.Make(settings, show, cancellation));
            if (arguments.GetValue(verb._folder) is { } folder)
            {
                folder.Create();
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, TableFile), EvaluationTable.Write(result), cancellation);
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, PageFile), EvaluationPage.Write(result), cancellation);
            }

            return EvaluationReport.Create(result, Machine.Describe());
        }));
        return command;
    }

    private EvaluationSettings Settings(ParseResult arguments, SharedOptions shared)
    {
        var seed = shared.Seed(arguments);
        if (seed is < 0 or > EvaluationSettings.MaxSeed)
        {
            throw new RunRefusedException($"--seed {seed}: the seeds of 'evaluate' are 0 to {EvaluationSettings.MaxSeed:N0}.");
        }

        var settings = shared.Quick(arguments) ? EvaluationSettings.Quick(seed) : new EvaluationSettings(seed);
        var seeds = arguments.GetValue(_seeds) ?? settings.Seeds;
        if (seeds is < 1 or > EvaluationSettings.MaxSeeds)
        {
            throw new RunRefusedException($"--seeds {seeds}: 1 to {EvaluationSettings.MaxSeeds} are possible.");
        }

        var otherSeeds = arguments.GetValue(_otherSeeds) ?? Math.Min(settings.OtherSeeds, seeds);
        if (otherSeeds < 1 || otherSeeds > seeds)
        {
            throw new RunRefusedException($"--other-seeds {otherSeeds}: 1 to {seeds} are possible, as many as --seeds has.");
        }

        var sampleScale = arguments.GetValue(_sampleScale) ?? settings.SampleScale;
        if (sampleScale is < EvaluationSettings.LeastSampleScale or > EvaluationSettings.MostSampleScale)
        {
            throw new RunRefusedException($"--sample-scale {sampleScale}: {EvaluationSettings.LeastSampleScale} to {EvaluationSettings.MostSampleScale:N0} are possible.");
        }

        return settings with
        {
            SampleScale = sampleScale,
            Seeds = seeds,
            OtherSeeds = otherSeeds,
            IsTuning = settings.IsTuning || arguments.GetValue(_tuning),
            Plans = Chosen(arguments, _plans, settings.Plans, PlanFigures.All, plan => plan.Name),
            Scenarios = Chosen(arguments, _scenarios, settings.Scenarios, AttackScenarios.All, scenario => scenario.Name),
            Defences = Chosen(arguments, _defences, settings.Defences, DefenceKinds.All, kind => kind.Name),
        };
    }

    private static IReadOnlyList<T> Chosen<T>(ParseResult arguments, Option<string[]> option, IReadOnlyList<T> usual, IReadOnlyList<T> all, Func<T, string> name) =>
        arguments.GetValue(option) is { Length: > 0 } names ? [.. all.Where(one => names.Contains(name(one)))] : usual;

    private static Option<string[]> Names(string name, string description, IEnumerable<string> allowed)
    {
        var option = new Option<string[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong([.. allowed]);
        return option;
    }
}
