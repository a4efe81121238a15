using System.Diagnostics;
using Spectre.Console;

namespace QuotaGrid.Load.Compare;

/// <summary>Counts messages: of few and of many identities, of one that everybody asks about, and of one that has nothing left.</summary>
internal static class CompareMessages
{
    /// <summary>The name of the load in which one identity is asked about through every gateway.</summary>
    public const string Hot = "hot";

    /// <summary>The same for an identity that has nothing left.</summary>
    public const string Exhausted = "exhausted";

    /// <summary>How many gateways there are in those two.</summary>
    public const int Gateways = 8;

    private const int PerSecond = 5_000;
    private const int MostFew = 1_000;

    // Of messages that come every few seconds.
    private const int Spans = 4;

    /// <summary>Counts messages of few identities.</summary>
    /// <returns>What each load came to, by its name.</returns>
    public static Task<IReadOnlyDictionary<string, MessageTiming>> OfFewAsync(CompareSettings settings, IAnsiConsole console, CancellationToken cancellation) =>
        RunAsync(settings, settings.Active.Where(active => active <= MostFew), withOne: true, console, cancellation);

    /// <summary>Counts messages of many, which the silo goes on storing for a while after.</summary>
    /// <inheritdoc cref="OfFewAsync" path="/returns"/>
    public static Task<IReadOnlyDictionary<string, MessageTiming>> OfManyAsync(CompareSettings settings, IAnsiConsole console, CancellationToken cancellation) =>
        RunAsync(settings, settings.Active.Where(active => active > MostFew), withOne: false, console, cancellation);

    private static async Task<IReadOnlyDictionary<string, MessageTiming>> RunAsync(
        CompareSettings settings, IEnumerable<int> numbers, bool withOne, IAnsiConsole console, CancellationToken cancellation)
    {
        using var silo = settings.SiloProcess is { } id ? Process.GetProcessById(id) : null;
        using var messages = new MessageCounter();
        var gateways = new List<GatewayProcess>();
        try
        {
            for (var i = 0; i < (withOne ? Gateways : 1); i++)
            {
                gateways.Add(await GatewayProcess.StartAsync(settings.GatewayPort, cancellation));
            }

            using var one = new MessageRun([gateways[0]], messages, silo);
            using var all = new MessageRun(gateways, messages, silo);
            var timings = new Dictionary<string, MessageTiming>();
            foreach (var active in numbers)
            {
                console.MarkupLine($"messages of {active} identities");
                timings[$"active.{active}"] = await one.MeasureAsync(ComparePolicies.Lookup, active, $"active-{active}", PerSecond, settings.Span * Spans, cancellation);
            }

            if (!withOne)
            {
                return timings;
            }

            console.MarkupLine($"messages of one identity through {Gateways} gateways");
            timings[Hot] = await all.MeasureAsync(ComparePolicies.Lookup, 1, "hot", PerSecond, settings.Span * Spans, cancellation);
            timings[Exhausted] = await all.MeasureAsync(ComparePolicies.Small, 1, "exhausted", PerSecond, settings.Span * Spans, cancellation);
            return timings;
        }
        finally
        {
            foreach (var gateway in gateways)
            {
                await gateway.DisposeAsync();
            }
        }
    }
}
