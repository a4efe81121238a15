using System.CommandLine;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Tls;

/// <summary>The verb <c>tls</c> on the command line.</summary>
public static class TlsVerb
{
    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        var outstanding = new Option<int>("--outstanding") { Description = "How many requests are on their way.", DefaultValueFactory = _ => 256 };
        var program = BuiltProgram.Option();
        var command = new Command("tls", "Decisions of grains with TLS between gateway and silo, and without.") { outstanding, program };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var quick = shared.Quick(arguments);
            var settings = new TlsSettings(
                shared.Seed(arguments),
                BuiltProgram.Find(arguments.GetValue(program)),
                Identities: 10_000,
                arguments.GetValue(outstanding),
                TimeSpan.FromSeconds(quick ? 3 : 6),
                Rounds: quick ? 5 : 9);
            return TlsReport.Create(settings, await TlsRun.RunAsync(settings, console, cancellation), Machine.Describe());
        }));
        return command;
    }
}
