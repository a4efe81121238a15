using System.CommandLine;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Compare;

/// <summary>The verb <c>compare</c> on the command line.</summary>
public static class CompareVerb
{
    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        var port = new Option<int>("--gateway-port") { Description = "The port on this machine at which a silo takes gateways.", DefaultValueFactory = _ => 30_000 };
        var outstanding = new Option<int>("--outstanding") { Description = "How many requests the strict path and Redis have on their way.", DefaultValueFactory = _ => 256 };
        var identities = new Option<int>("--identities") { Description = "How many identities ask.", DefaultValueFactory = _ => 10_000 };
        var process = new Option<int?>("--silo-process") { Description = "The id of the silo's process, to tell its processor time." };
        var command = new Command("compare", $"Leases, the strict path and GCRA in Redis under the same load, against a server started with --policies {ComparePolicies.File}.") { port, identities, outstanding, process };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var quick = shared.Quick(arguments);
            var settings = new CompareSettings(
                shared.Seed(arguments),
                arguments.GetValue(port),
                arguments.GetValue(identities),
                arguments.GetValue(outstanding),
                TimeSpan.FromSeconds(quick ? 3 : 6),
                quick ? 3 : 5,
                quick ? [10, 1_000] : [10, 1_000, 100_000],
                arguments.GetValue(process));

            // First, while the silo does nothing else yet; and last what keeps it busy after.
            var few = await CompareMessages.OfFewAsync(settings, console, cancellation);
            var timings = await CompareRun.RunAsync(settings, console, cancellation);
            var many = await CompareMessages.OfManyAsync(settings, console, cancellation);
            return CompareReport.Create(settings, timings, few.Concat(many), Machine.Describe());
        }));
        return command;
    }
}
