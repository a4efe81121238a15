using System.CommandLine;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Bench;

/// <summary>The verb <c>bench</c> on the command line.</summary>
public static class BenchVerb
{
    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        var command = new Command("bench", "What a decision takes in time and memory, beside what one would write instead.");
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, () =>
        {
            var seed = shared.Seed(arguments);
            var settings = shared.Quick(arguments) ? BenchSettings.Quick(seed) : BenchSettings.Full(seed);
            var result = new BenchRun(settings, console.WriteLine).Run(cancellation);
            return Task.FromResult(BenchReport.Create(result, Machine.Describe()));
        }));
        return command;
    }
}
