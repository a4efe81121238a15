using System.Globalization;
using System.Text;
using QuotaGrid.Load.Faults.Audit;
using QuotaGrid.Load.Faults.Cluster;
using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Faults;

/// <summary>The fault table, as Markdown: what was done, what users saw, how long it took to recover, and what was admitted against the contract.</summary>
public static class FaultTable
{
    /// <summary>What the file with the table is called.</summary>
    public const string FileName = "faults.md";

    /// <summary>Writes the table.</summary>
    public static string Write(int seed, IReadOnlyList<FaultResult> results, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(machine);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # A real cluster under faults

            {FaultCluster.SiloCount} silo processes on PostgreSQL and {FaultPopulation.Gateways} gateway processes, which {FaultPopulation.Identities.Count} identities ask for 2 to 20 times what their limits let in; all of it on one machine
            ({machine.Cpu}, {machine.Cores} cores, {machine.Os}, {machine.Runtime}). Seed {seed}.

                dotnet run -c Release --project load/QuotaGrid.Load -- faults --out FOLDER

            | fault | requests without an answer | longest without one, one identity | the identity in the middle | out of the cluster after | all answered again after | admitted of the contract | above it, permits |
            |---|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var result in results)
        {
            var scenario = FaultScenario.All.FirstOrDefault(one => one.Name == result.Scenario);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{result.Scenario}`: {scenario?.Description} | {result.Unanswered:N0} of {result.Requests:N0} | {Seconds(result.SilentIdentity)} | {Seconds(result.SilentHalf)} | {Out(result)} | {Seconds(result.Recovery)} | {result.AdmittedShare:0.000} | {result.Over:0.#} |\n");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Out(FaultResult result) => result switch
    {
        { Declared: not null } => Seconds(result.Declared),
        { Evicted: 0 } => "stays",
        { Evicted: { } evicted } => string.Create(CultureInfo.InvariantCulture, $"{evicted} that should stay"),
        _ => "",
    };

    private static string Seconds(TimeSpan? time) => time is { } some ? string.Create(CultureInfo.InvariantCulture, $"{some.TotalSeconds:0.0} s") : "";
}
