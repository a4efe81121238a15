using System.CommandLine;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Simulation;

/// <summary>The verb <c>simulate</c> on the command line.</summary>
public static class SimulateVerb
{
    private const int LastLines = 40;

    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        var seeds = new Option<int?>("--seeds") { Description = $"How many runs. Default: {SimulationSettings.FullSeeds}, or {SimulationSettings.QuickSeeds} with --quick." };
        var minutes = new Option<double?>("--minutes") { Description = "Go on for so long, whatever --seeds says." };
        var hours = new Option<double?>("--hours") { Description = "The same in hours." };
        var trace = new Option<bool>("--trace") { Description = "Show everything that happens in the run of --seed, and make no other." };
        var command = new Command("simulate", "The lease protocol in virtual time under faults, with an auditor.") { seeds, minutes, hours, trace };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, () => Task.Run(() =>
        {
            var seed = shared.Seed(arguments);
            if (arguments.GetValue(trace))
            {
                return Traced(seed, console);
            }

            var longest = TimeSpan.FromMinutes((arguments.GetValue(minutes) ?? 0) + (60 * (arguments.GetValue(hours) ?? 0)));
            var runs = arguments.GetValue(seeds) ?? (shared.Quick(arguments) ? SimulationSettings.QuickSeeds : SimulationSettings.FullSeeds);
            var settings = longest > TimeSpan.Zero
                ? new SimulationSettings(seed, int.MaxValue - Math.Max(0, seed), longest)
                : new SimulationSettings(seed, runs, TimeSpan.MaxValue);
            var tally = Simulator.Make(settings, line => console.Profile.Out.Writer.WriteLine(line), cancellation);
            if (tally.Violated is [var first, ..])
            {
                Show(first.Scenario, LastLines, console);
            }

            return SimulationReport.Create(seed, tally, Machine.Describe());
        })));
        return command;
    }

    private static Report Traced(int seed, IAnsiConsole console)
    {
        var tally = new SimulationTally();
        tally.Add(Show(Scenario.Draw(seed), int.MaxValue, console));
        return SimulationReport.Create(seed, tally, Machine.Describe());
    }

    // The same seed gives the same run, so its lines need not be kept the first time.
    private static SimulationResult Show(Scenario scenario, int lines, IAnsiConsole console)
    {
        var result = SimulationRun.Make(scenario, keepsLines: true);
        var writer = console.Profile.Out.Writer;
        writer.WriteLine(scenario.ToString());
        foreach (var line in result.Lines.Skip(Math.Max(0, result.Lines.Count - lines)))
        {
            writer.WriteLine(line);
        }

        writer.WriteLine(result.Violation ?? "No promise was broken.");
        return result;
    }
}
