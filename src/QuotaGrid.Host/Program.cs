using System.CommandLine;
using QuotaGrid.Host.Commands;

var root = new RootCommand("QuotaGrid: quotas for lookup APIs that count what was asked, across all gateways.")
{
    ServeCommand.Create(),
    MigrateCommand.Create(),
    HealthCommand.Create(),
    PolicyCommand.Create(),
    KeyCommand.Create(),
};
var arguments = root.Parse(args);

// The host stops on signals by itself, and takes the time that it needs.
var code = await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
return arguments.Errors.Count > 0 ? CommandErrors.Refused : code;
