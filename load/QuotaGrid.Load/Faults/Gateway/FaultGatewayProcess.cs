using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Load.Processes;

namespace QuotaGrid.Load.Faults.Gateway;

/// <summary>A gateway process: the gateway library as its users embed it, as a client of a cluster's silos, and somebody who asks it.</summary>
public static class FaultGatewayProcess
{
    private const int WarmUpAnswers = 20;

    private static readonly TimeSpan ConnectionRetry = TimeSpan.FromSeconds(1);

    /// <summary>Runs the process to its end.</summary>
    /// <param name="settings">What it is.</param>
    /// <param name="input">Says when to begin, by a line, and to stop, by its end.</param>
    /// <param name="output">Where it says that it is ready, and at the end how many requests were decided from leases and how many by silos; of a flood, how many were decided and how many not.</param>
    public static async Task RunAsync(FaultGatewaySettings settings, TextReader input, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using var local = new LocalShare();
        using var host = Compose(settings);

        // Also while it starts: a process whose runner is gone must not stay behind.
        using var stop = new CancellationTokenSource();
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listening = Task.Run(() => Listen(input, begin, stop));
        await host.StartAsync(stop.Token);
        var client = host.Services.GetRequiredService<QuotaGridClient>();
        await WarmUpAsync(client, settings.Gateway, stop.Token);
        await output.WriteLineAsync(FaultGatewayVerb.Ready);
        await output.FlushAsync();

        await begin.Task;
        var (first, second) = settings.IsFlood ? await new FaultFlood(client, settings.Seed).RunAsync(stop.Token) : await DriveAsync(client, settings, local, stop.Token);
        await output.WriteLineAsync($"{first} {second}");
        await output.FlushAsync();
        await host.StopAsync();
        await listening;
    }

    private static async Task<(long Local, long Strict)> DriveAsync(QuotaGridClient client, FaultGatewaySettings settings, LocalShare local, CancellationToken stop)
    {
        await using (var driver = new FaultDriver(client, settings.Gateway, settings.Seed, settings.LogFile))
        {
            await driver.RunAsync(stop);
        }

        local.Look();
        return (local.Local, local.Strict);
    }

    // What is asked first compiles the code of every process on the way, which is no fault of the cluster.
    private static async Task WarmUpAsync(QuotaGridClient client, int gateway, CancellationToken cancellationToken)
    {
        foreach (var group in FaultPopulation.Groups)
        {
            for (var answered = 0; answered < WarmUpAnswers;)
            {
                try
                {
                    await client.DecideAsync(new DecisionRequest(Identity.Parse($"warm-{gateway}"), Capability.Parse(group.Capability), ["t1", "t2"]), cancellationToken);
                    answered++;
                }
                catch (QuotaUnavailableException)
                {
                    await Task.Delay(ConnectionRetry, TimeProvider.System, cancellationToken);
                }
            }
        }
    }

    private static void Listen(TextReader input, TaskCompletionSource begin, CancellationTokenSource stop)
    {
        input.ReadLine();
        begin.TrySetResult();
        while (input.ReadLine() is not null)
        {
        }

        stop.Cancel();
    }

    private static IHost Compose(FaultGatewaySettings settings) => EmbeddedGateway.Compose(settings.Database, settings.Cluster, settings.Secret, log =>
    {
        log.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
