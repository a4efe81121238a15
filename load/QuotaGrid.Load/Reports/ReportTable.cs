using System.Globalization;
using Spectre.Console;

namespace QuotaGrid.Load.Reports;

/// <summary>A report's figures on the console, those with a gate marked as met or missed.</summary>
public static class ReportTable
{
    /// <summary>Shows the figures.</summary>
    public static void Show(IAnsiConsole console, Report report)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(report);
        var table = new Table().RoundedBorder().Title(Markup.Escape($"{report.Verb}, seed {report.Seed}"));
        table.AddColumns(
            new("figure"),
            new TableColumn("value").RightAligned(),
            new("unit"),
            new TableColumn("gate").RightAligned(),
            new(""));
        foreach (var figure in report.Figures)
        {
            table.AddRow(
                Markup.Escape(figure.Name),
                Number(figure.Value),
                figure.Unit == "1" ? "" : figure.Unit.Replace("{", "").Replace("}", ""),
                figure.Gate is { } gate ? Bound(figure, gate) + Number(gate) : "",
                figure.Met switch { true => "[green]met[/]", false => "[red]MISSED[/]", null => "" });
        }

        console.Write(table);
        var machine = report.Machine;
        console.WriteLine($"{machine.Cpu}, {machine.Cores} cores, {machine.Os}, {machine.Runtime}");
    }

    // A figure that kept its bound is on the right side of it.
    private static string Bound(Figure figure, double gate) => figure.Value > gate == figure.Met ? "≥ " : "≤ ";

    /// <summary>A number as people read it: whole numbers in groups of three, small ones with three significant digits.</summary>
    public static string Number(double? value) => value switch
    {
        null => "-",
        0 => "0",
        { } number when Math.Abs(number) < 0.001 => number.ToString("0.00e-0", CultureInfo.InvariantCulture),
        { } number when Math.Abs(number) < 100 && number != Math.Round(number) => number.ToString("0.####", CultureInfo.InvariantCulture),
        { } number => number.ToString("N0", CultureInfo.InvariantCulture),
    };
}
