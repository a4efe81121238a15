using System.CommandLine;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>The verb <c>falsealarms</c> on the command line.</summary>
public static class FalseAlarmVerb
{
    /// <summary>What the verb is called.</summary>
    public const string Name = "falsealarms";

    /// <summary>What the file with the tables is called.</summary>
    public const string TableFile = "falsealarms.md";

    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        var folder = new Option<DirectoryInfo?>("--out") { Description = $"Also write the tables ({TableFile}) to this folder." };
        var command = new Command(Name, "How many honest identities the sweep evidence convicts, and how soon it convicts a sweep.") { folder };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var settings = shared.Quick(arguments)
                ? new FalseAlarmSettings(FalseAlarmSettings.QuickIdentities, FalseAlarmSettings.QuickSweeps, shared.Seed(arguments))
                : new FalseAlarmSettings(FalseAlarmSettings.FullIdentities, FalseAlarmSettings.FullSweeps, shared.Seed(arguments));
            var results = await Task.Run(() => MakeAll(settings, cancellation), cancellation);
            var sweeps = await Task.Run(() => SweepRun.Make(settings, cancellation), cancellation);
            if (arguments.GetValue(folder) is { } to)
            {
                to.Create();
                await File.WriteAllTextAsync(Path.Combine(to.FullName, TableFile), FalseAlarmTable.Write(settings, results, sweeps), cancellation);
            }

            return FalseAlarmReport.Create(settings, results, sweeps, Machine.Describe());
        }));
        return command;
    }

    private static FalseAlarmResult[] MakeAll(FalseAlarmSettings settings, CancellationToken cancellation)
    {
        var results = new FalseAlarmResult[FalseAlarmScenario.All.Count];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, results.Length, options, i => results[i] = FalseAlarmRun.Make(FalseAlarmScenario.All[i], settings, cancellation));
        return results;
    }
}
