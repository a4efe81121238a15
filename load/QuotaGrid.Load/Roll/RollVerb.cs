using System.CommandLine;
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
        var command = new Command("roll", "Starts what the Kubernetes manifests describe as processes of this machine, and replaces every pod under load.") { overlay, program, keep };
        var shared = new SharedOptions(command);
        command.SetAction((arguments, cancellation) => shared.RunAsync(arguments, console, async () =>
        {
            var (seed, quick) = (shared.Seed(arguments), shared.Quick(arguments));
            var settings = new RollSettings(
                seed,
                arguments.GetValue(overlay)?.FullName ?? BuiltProgram.PathOf("k8s/overlays/production"),
                BuiltProgram.Find(arguments.GetValue(program)),
                quick ? 300 : 2000,
                quick ? 50 : 200,
                quick ? 3 : 15,
                arguments.GetValue(keep));
            return RollReport.Create(seed, await RollRun.RunAsync(settings, console.WriteLine, cancellation), Machine.Describe());
        }));
        return command;
    }
}
