using System.CommandLine;
using QuotaGrid.Load.Census;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

var root = new RootCommand("Runs QuotaGrid's scenarios and reports their figures.")
{
    CensusVerb.Create(AnsiConsole.Console, TimeProvider.System),
};
var arguments = root.Parse(args);
var code = await arguments.InvokeAsync();
return arguments.Errors.Count > 0 ? ExitCode.Refused : code;
