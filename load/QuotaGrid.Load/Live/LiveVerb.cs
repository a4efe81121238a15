using System.CommandLine;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Live;

/// <summary>The verb <c>live</c> on the command line.</summary>
public static class LiveVerb
{
    /// <summary>What the file with the tables is called.</summary>
    public const string PageFile = "live.md";

    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        var only = new Option<string[]>("--part") { Description = $"Only these: {string.Join(", ", LiveSettings.AllParts)}.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. LiveSettings.AllParts]);
        var program = BuiltProgram.Option();
        var folder = new Option<DirectoryInfo?>("--out") { Description = $"Also write a page ({PageFile}) to this folder." };
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keep the logs of all processes in this folder." };
        var command = new Command("live", "Attacks of the exam on a real cluster of three silos and four gateways, beside honest people.") { only, program, folder, keep };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var settings = new LiveSettings(shared.Seed(arguments), shared.Quick(arguments), BuiltProgram.Find(arguments.GetValue(program)), arguments.GetValue(keep));
            settings = arguments.GetValue(only) is { Length: > 0 } parts ? settings with { Parts = parts } : settings;
            var result = await LiveRun.RunAsync(settings, console, cancellation);
            var report = LiveReport.Create(result, Machine.Describe());
            if (arguments.GetValue(folder) is { } named)
            {
                named.Create();
                await File.WriteAllTextAsync(Path.Combine(named.FullName, PageFile), LivePage.Write(result, report), cancellation);
            }

            return report;
        }));
        return command;
    }
}
