using System.CommandLine;
using System.CommandLine.Parsing;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Roll;

/// <summary>The verb <c>roll</c> on the command line.</summary>
public static class RollVerb
{
    /// <summary>Makes the verb's command.</summary>
    /// <param name="console">Where it shows what happens.</param>
    public static Command Create(IAnsiConsole console)
    {
        var overlay = new Option<DirectoryInfo?>("--overlay") { Description = "The Kustomize folder. Default: k8s/overlays/production." };
        var program = BuiltProgram.Option();
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keep the logs of all pods in this folder." };
        var identities = new Option<int?>("--identities") { Description = "How many identities take turns, up to 1,000,000. Default: 2,000, with --quick 300." };
        var rate = new Option<double?>("--rate") { Description = "Requests a second, up to 5,000. Default: 200, with --quick 50." };
        identities.Validators.Add(result => Refuse(result, result.GetValueOrDefault<int?>() is < 1 or > 1_000_000));
        rate.Validators.Add(result => Refuse(result, result.GetValueOrDefault<double?>() is not (null or (> 0 and <= 5000))));
        var command = new Command("roll", "Starts what the Kubernetes manifests describe as processes of this machine, and replaces every pod under load.") { overlay, program, identities, rate, keep };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var (seed, quick) = (shared.Seed(arguments), shared.Quick(arguments));
            var settings = new RollSettings(
                seed,
                arguments.GetValue(overlay)?.FullName ?? BuiltProgram.PathOf("k8s/overlays/production"),
                BuiltProgram.Find(arguments.GetValue(program)),
                arguments.GetValue(identities) ?? (quick ? 300 : 2000),
                arguments.GetValue(rate) ?? (quick ? 50 : 200),
                arguments.GetValue(keep));
            return RollReport.Create(seed, await RollRun.RunAsync(settings, console.WriteLine, cancellation), Machine.Describe());
        }));
        return command;
    }

    private static void Refuse(OptionResult result, bool isRefused)
    {
        if (isRefused)
        {
            result.AddError($"{result.IdentifierToken} is out of its range.");
        }
    }
}
