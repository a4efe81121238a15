using System.CommandLine;
using QuotaGrid.Load.Reports;
using Spectre.Console;

namespace QuotaGrid.Load.Verbs;

/// <summary>
/// The options that every verb has (<c>--seed</c>, <c>--quick</c>, <c>--json</c>), and what they have in common: run, show the report,
/// write it, and turn it into an exit code.
/// </summary>
public sealed class SharedOptions
{
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "What the run is made from; the same seed gives the same run.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "A smaller run, for a first look and for CI.",
    };

    private readonly Option<FileInfo?> _json = new("--json")
    {
        Description = "Also write the report to this file.",
    };

    /// <summary>Adds the options to a verb.</summary>
    public SharedOptions(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Add(_seed);
        verb.Add(_quick);
        verb.Add(_json);
    }

    /// <summary>The seed that was given.</summary>
    public int Seed(ParseResult arguments) => Of(arguments).GetValue(_seed);

    /// <summary>Whether a smaller run was asked for.</summary>
    public bool Quick(ParseResult arguments) => Of(arguments).GetValue(_quick);

    /// <summary>Runs a verb to its exit code.</summary>
    /// <param name="arguments">What was given on the command line.</param>
    /// <param name="console">Where the report is shown.</param>
    /// <param name="run">Measures, and makes the report.</param>
    public async Task<int> RunAsync(ParseResult arguments, IAnsiConsole console, Func<Task<Report>> run)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            var json = Of(arguments).GetValue(_json);
            if (json?.Directory is { Exists: false })
            {
                throw new RunRefusedException($"--json: the folder of '{json}' does not exist. Create it first.");
            }

            var report = await run();
            ReportTable.Show(console, report);
            if (json is not null)
            {
                await File.WriteAllTextAsync(json.FullName, ReportJson.Write(report));
            }

            return report.Missed().Any() ? ExitCode.GateMissed : ExitCode.Met;
        }
        catch (RunRefusedException refused)
        {
            return await RefuseAsync(arguments, refused.Message);
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync(arguments, $"The report cannot be written: {unwritten.Message}");
        }
        catch (OperationCanceledException)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync("Interrupted; no report was made.");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> RefuseAsync(ParseResult arguments, string message)
    {
        await arguments.InvocationConfiguration.Error.WriteLineAsync(message);
        return ExitCode.Refused;
    }

    private static ParseResult Of(ParseResult arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments;
    }
}
