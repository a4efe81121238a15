using System.CommandLine;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Faults;

/// <summary>The verb <c>faults</c> on the command line.</summary>
public static class FaultVerb
{
    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        var only = new Option<string[]>("--scenario") { Description = $"Only these: {string.Join(", ", FaultScenario.All.Select(scenario => scenario.Name))}.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. FaultScenario.All.Select(scenario => scenario.Name)]);
        var program = BuiltProgram.Option();
        var previous = new Option<FileInfo?>("--previous") { Description = "The executable 'quotagrid' of another build, for the scenario 'versions'." };
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keep the logs of all processes in this folder." };
        var folder = new Option<DirectoryInfo?>("--out") { Description = $"Also write the table ({FaultTable.FileName}) to this folder." };
        var command = new Command("faults", "What is admitted while silos and the database of a real cluster die, hang and come back.") { only, program, previous, keep, folder };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var (seed, quick) = (shared.Seed(arguments), shared.Quick(arguments));
            var named = arguments.GetValue(only) ?? [];
            var scenarios = FaultScenario.All.Where(scenario => named.Length > 0 ? named.Contains(scenario.Name) : !scenario.IsOnlyNamed && (scenario.IsQuick || !quick)).ToArray();
            var settings = new FaultSettings(seed, quick, scenarios, BuiltProgram.Find(arguments.GetValue(program)), arguments.GetValue(previous)?.FullName, arguments.GetValue(keep));
            var (results, machine) = (await FaultRun.RunAsync(settings, console, cancellation), Machine.Describe());
            if (arguments.GetValue(folder) is { } to)
            {
                to.Create();
                await File.WriteAllTextAsync(Path.Combine(to.FullName, FaultTable.FileName), FaultTable.Write(seed, results, machine), cancellation);
            }

            return FaultReport.Create(seed, results, machine);
        }));
        return command;
    }
}
