using System.CommandLine;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Errors;

/// <summary>The verb <c>error</c> on the command line.</summary>
public static class ErrorVerb
{
    /// <summary>What the file with the table is called.</summary>
    public const string TableFile = "error.md";

    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        var folder = new Option<DirectoryInfo?>("--out")
        {
            Description = $"Also write a table ({TableFile}) and a plot ({ErrorPlot.FileName}) to this folder.",
        };
        var command = new Command("error", "The error of the target sketch, measured beside theoretical.") { folder };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var runs = shared.Quick(arguments) ? ErrorSettings.QuickRuns : ErrorSettings.FullRuns;
            var settings = new ErrorSettings(runs, shared.Seed(arguments));
            var points = await Task.Run(() => ErrorMeasurement.Make(settings, cancellation), cancellation);
            if (arguments.GetValue(folder) is { } to)
            {
                await WriteAsync(to, settings, points, cancellation);
            }

            return ErrorReport.Create(settings, points, Machine.Describe());
        }));
        return command;
    }

    private static async Task WriteAsync(
        DirectoryInfo folder, ErrorSettings settings, IReadOnlyList<ErrorPoint> points, CancellationToken cancellation)
    {
        folder.Create();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, TableFile), ErrorTable.Write(settings, points), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, ErrorPlot.FileName), ErrorPlot.Draw(points), cancellation);
    }
}
