using QuotaGrid.Gateway.Admission;
using Spectre.Console;
using StackExchange.Redis;

namespace QuotaGrid.Load.Compare;

/// <summary>Measures the ways in turns, so that a slow minute of the machine hits all of them.</summary>
internal static class CompareRun
{
    /// <summary>Decisions from leases.</summary>
    public const string Local = "local";

    /// <summary>Decisions by the identity's grain.</summary>
    public const string Strict = "strict";

    /// <summary>Decisions by a script in Redis.</summary>
    public const string Redis = "redis";

    /// <summary>Runs.</summary>
    /// <returns>The timings of each way, one for each round.</returns>
    public static async Task<IReadOnlyDictionary<string, List<CompareTiming>>> RunAsync(CompareSettings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        var lookups = new CompareLookups(settings.Seed, settings.Identities);
        await using var gateway = await GatewayProcess.StartAsync(settings.GatewayPort, cancellation);
        await using var redis = await RedisServer.StartAsync();
        var limiter = await RedisLimiter.CreateAsync(redis);
        RedisKey[] keys = [.. lookups.Identities.Select(identity => (RedisKey)identity.Value)];
        var local = new LocalWay(gateway.Client, lookups);
        var strict = new AskedWay(settings.Outstanding, async n => await gateway.Client.DecideAsync(Request(lookups, n), cancellation));
        var script = new AskedWay(settings.Outstanding, n => limiter.DecideAsync(keys[lookups[n].Identity]));

        console.MarkupLine("warming up");
        await local.WarmUpAsync(20L * settings.Identities);
        await AskOfEachAsync(gateway.Client, lookups, cancellation);
        await strict.MeasureAsync(settings.Span / 2);
        await script.MeasureAsync(settings.Span / 2);
        var timings = new Dictionary<string, List<CompareTiming>> { [Local] = [], [Strict] = [], [Redis] = [] };
        for (var round = 1; round <= settings.Rounds; round++)
        {
            console.MarkupLine($"round {round} of {settings.Rounds}");

            // While the other ways had their turn leases ended, as nobody asked.
            await local.MeasureAsync(settings.Span);
            timings[Local].Add(await local.MeasureAsync(settings.Span));
            timings[Strict].Add(await strict.MeasureAsync(settings.Span));
            timings[Redis].Add(await script.MeasureAsync(settings.Span));
        }

        return timings;
    }

    // The first decision about an identity waits until its row is stored, which is not what is compared. While many wait, some are told to come again.
    internal static Task AskOfEachAsync(QuotaGridClient client, CompareLookups lookups, CancellationToken cancellation) => Parallel.ForAsync(
        0,
        lookups.Identities.Count,
        new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellation },
        async (identity, _) =>
        {
            while (true)
            {
                try
                {
                    await client.DecideAsync(new DecisionRequest(lookups.Identities[identity], ComparePolicies.Strict, [lookups.Targets[identity].Text]), cancellation);
                    return;
                }
                catch (QuotaUnavailableException)
                {
                    await Task.Delay(QuotaUnavailableException.RetryAfter, TimeProvider.System, cancellation);
                }
            }
        });

    internal static DecisionRequest Request(CompareLookups lookups, long n)
    {
        var (identity, target) = lookups[n];
        return new DecisionRequest(lookups.Identities[identity], ComparePolicies.Strict, [lookups.Targets[target].Text]);
    }
}
