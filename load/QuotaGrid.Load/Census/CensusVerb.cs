using System.CommandLine;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Census;

/// <summary>The verb <c>census</c> on the command line.</summary>
public sealed class CensusVerb
{
    private readonly Option<string> _server = Option("--server", "The server to attack; must be on this machine.", "http://localhost:8080");
    private readonly Option<string> _country = Option("--country", "The country whose numbers are swept.", "US");
    private readonly Option<int> _seconds = Option("--seconds", "How long the attack lasts, in seconds.", 60);
    private readonly Option<int> _people = Option("--people", "Honest people beside the attack.", 300);
    private readonly Option<int> _attackers = Option("--attackers", "Identities of the attacker.", 5);
    private readonly Option<int> _rate = Option("--rate", "Lookups a second of each attacker.", 1_400);
    private readonly Option<int> _batch = Option("--batch", "The most numbers of a request.", 1_000);
    private readonly Option<string?> _runId = new("--run-id")
    {
        Description = "Names this run's identities; without it each run has fresh ones.",
    };

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;

    private CensusVerb(IAnsiConsole console, TimeProvider time) => (_console, _time) = (console, time);

    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    /// <param name="time">Paces the attack, measures, and names the run.</param>
    public static Command Create(IAnsiConsole console, TimeProvider time)
    {
        var verb = new CensusVerb(console, time);
        var command = new Command("census", "The enumeration of 2025 against a running server, beside honest people.")
        {
            verb._server, verb._country, verb._seconds, verb._people, verb._attackers, verb._rate, verb._batch, verb._runId,
        };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) =>
            shared.RunAsync(arguments, console, () => verb.RunAsync(verb.Settings(arguments, shared), cancellation)));
        return command;
    }

    private async Task<Report> RunAsync(CensusSettings settings, CancellationToken cancellation)
    {
        var problems = settings.FindProblems();
        if (problems.Count > 0)
        {
            throw new RunRefusedException(string.Join(Environment.NewLine, problems));
        }

        ICensusProgress progress = _console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? new LiveProgress(_console)
            : new LineProgress(_console);
        var result = await new CensusRun(settings, _time, progress).RunAsync(cancellation);
        CensusTable.Show(_console, result);
        return CensusReport.Create(result, Machine.Describe());
    }

    private CensusSettings Settings(ParseResult arguments, SharedOptions shared)
    {
        var quick = shared.Quick(arguments);
        return new(
            arguments.GetRequiredValue(_server),
            arguments.GetRequiredValue(_country),
            Math.Min(arguments.GetValue(_seconds), quick ? CensusSettings.QuickSeconds : int.MaxValue),
            Math.Min(arguments.GetValue(_people), quick ? CensusSettings.QuickPeople : int.MaxValue),
            arguments.GetValue(_attackers),
            arguments.GetValue(_rate),
            arguments.GetValue(_batch),
            shared.Seed(arguments),
            arguments.GetValue(_runId) ?? $"{_time.GetUtcNow().ToUnixTimeMilliseconds():x}");
    }

    private static Option<T> Option<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
