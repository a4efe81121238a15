using System.CommandLine;

namespace QuotaGrid.Load.Faults.Gateway;

/// <summary>The hidden verb <c>fault-gateway</c>: one gateway process of a run of <c>faults</c>. It says when it is ready, asks from the first line of its standard input on, and stops at its end.</summary>
public static class FaultGatewayVerb
{
    /// <summary>The verb.</summary>
    public const string Name = "fault-gateway";

    /// <summary>What it says when it is ready.</summary>
    public const string Ready = "ready";

    private static readonly Option<string> Database = new("--database") { Required = true };
    private static readonly Option<string> Cluster = new("--cluster") { Required = true };
    private static readonly Option<string> Secret = new("--secret") { Required = true };
    private static readonly Option<string> Log = new("--log") { Required = true };
    private static readonly Option<int> Gateway = new("--gateway") { Required = true };
    private static readonly Option<int> Seed = new("--seed") { Required = true };
    private static readonly Option<bool> Flood = new("--flood");

    /// <summary>What the verb is started with.</summary>
    public static string[] Arguments(FaultGatewaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            Name, Database.Name, settings.Database, Cluster.Name, settings.Cluster, Secret.Name, Convert.ToBase64String(settings.Secret.Span),
            Log.Name, settings.LogFile, Gateway.Name, $"{settings.Gateway}", Seed.Name, $"{settings.Seed}",
            Flood.Name, $"{settings.IsFlood}",
        ];
    }

    /// <summary>Makes the verb's command.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "One gateway process of 'faults', which starts it.") { Database, Cluster, Secret, Log, Gateway, Seed, Flood };
        command.Hidden = true;
        command.SetAction((arguments, _) => FaultGatewayProcess.RunAsync(
            new FaultGatewaySettings(
                arguments.GetRequiredValue(Database),
                arguments.GetRequiredValue(Cluster),
                Convert.FromBase64String(arguments.GetRequiredValue(Secret)),
                arguments.GetRequiredValue(Log),
                arguments.GetRequiredValue(Gateway),
                arguments.GetRequiredValue(Seed),
                arguments.GetValue(Flood)),
            Console.In,
            Console.Out));
        return command;
    }
}
