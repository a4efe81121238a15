using System.CommandLine;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Census;
using QuotaGrid.Load.Compare;
using QuotaGrid.Load.Errors;
using QuotaGrid.Load.Evaluate;
using QuotaGrid.Load.FalseAlarms;
using QuotaGrid.Load.Faults;
using QuotaGrid.Load.Faults.Gateway;
using QuotaGrid.Load.Live;
using QuotaGrid.Load.Roll;
using QuotaGrid.Load.Simulation;
using QuotaGrid.Load.Tls;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

var root = new RootCommand("Runs QuotaGrid's scenarios and reports their figures.")
{
    CensusVerb.Create(AnsiConsole.Console, TimeProvider.System),
    BenchVerb.Create(AnsiConsole.Console),
    ErrorVerb.Create(AnsiConsole.Console),
    CompareVerb.Create(AnsiConsole.Console),
    SimulateVerb.Create(AnsiConsole.Console),
    EvaluateVerb.Create(AnsiConsole.Console),
    FalseAlarmVerb.Create(AnsiConsole.Console),
    FaultVerb.Create(AnsiConsole.Console),
    LiveVerb.Create(AnsiConsole.Console),
    TlsVerb.Create(AnsiConsole.Console),
    FaultGatewayVerb.Create(),
    RollVerb.Create(AnsiConsole.Console),
};
var arguments = root.Parse(args);

// An unforeseen failure is a crash with its stack, not the exit code of a missed gate.
var code = await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
return arguments.Errors.Count > 0 ? ExitCode.Refused : code;
