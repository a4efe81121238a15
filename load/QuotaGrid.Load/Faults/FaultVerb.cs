using System.CommandLine;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Faults;

/// <summary>The verb <c>faults</c> on the command line.</summary>
public static class FaultVerb
{
    private const string Solution = "QuotaGrid.sln";
    private const string HostFolder = "src/QuotaGrid.Host/bin";

    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        var only = new Option<string[]>("--scenario") { Description = $"Only these: {string.Join(", ", FaultScenario.All.Select(scenario => scenario.Name))}.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. FaultScenario.All.Select(scenario => scenario.Name)]);
        var program = new Option<FileInfo?>("--program") { Description = "The executable 'quotagrid'. Default: what the same build made of src/QuotaGrid.Host." };
        var previous = new Option<FileInfo?>("--previous") { Description = "The executable 'quotagrid' of another build, for the scenario 'versions'." };
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keep the logs of all processes in this folder." };
        var command = new Command("faults", "What is admitted while silos and the database of a real cluster die, hang and come back.") { only, program, previous, keep };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var (seed, quick) = (shared.Seed(arguments), shared.Quick(arguments));
            var named = arguments.GetValue(only) ?? [];
            var scenarios = FaultScenario.All.Where(scenario => named.Length > 0 ? named.Contains(scenario.Name) : !scenario.IsOnlyNamed && (scenario.IsQuick || !quick)).ToArray();
            var settings = new FaultSettings(seed, quick, scenarios, FindProgram(arguments.GetValue(program)), arguments.GetValue(previous)?.FullName, arguments.GetValue(keep));
            return FaultReport.Create(seed, await FaultRun.RunAsync(settings, console, cancellation), Machine.Describe());
        }));
        return command;
    }

    private static string FindProgram(FileInfo? named)
    {
        var program = named?.FullName ?? BuiltProgram();
        return File.Exists(program)
            ? program
            : throw new RunRefusedException($"'{program}' is not there. Build it (dotnet build src/QuotaGrid.Host -c Release), or name it with --program.");
    }

    // Beside this assembly, in the folders of the same configuration and framework.
    private static string BuiltProgram()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var build = Path.Combine(here.Parent!.Name, here.Name);
        var root = here;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution)))
        {
            root = root.Parent;
        }

        return Path.Combine(root?.FullName ?? here.FullName, HostFolder, build, "quotagrid");
    }
}
