using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Live.Cost;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Reports;
using QuotaGrid.Load.Verbs;
using Spectre.Console;

namespace QuotaGrid.Load.Live;

/// <summary>Runs the attacks one after the other on one cluster, beside honest people.</summary>
public static class LiveRun
{
    /// <summary>How long it may take; on two idle cores it takes half of that.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    // Silos tell votes every ten seconds, and are told what is usual when they do.
    private static readonly TimeSpan VotesAreCounted = TimeSpan.FromSeconds(21);

    private static readonly TimeSpan CostTurn = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(20);
    private static readonly int[] SweptPercents = [1, 10, 50, 100];

    /// <summary>Runs. Everything that it starts has ended when it returns or throws.</summary>
    /// <param name="settings">What it is made of.</param>
    /// <param name="console">Where it shows what happens.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RunRefusedException">It takes longer than <see cref="Longest"/>.</exception>
    public static async Task<LiveResult> RunAsync(LiveSettings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Longest);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await RunToEndAsync(settings, console, ending.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new RunRefusedException($"The run did not end within {Longest.TotalMinutes:0} minutes: this machine is too busy for it. Run fewer parts, or --quick.");
        }
    }

    private static async Task<LiveResult> RunToEndAsync(LiveSettings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(console);
        var clock = new RunClock(TimeProvider.System);
        var universe = new LiveUniverse(settings.Seed, settings.People, settings.Attacks, cancellation);
        Say($"{universe.World.People.Length:N0} people in {universe.Swept.Sum(blocks => blocks.Count)} blocks of the US plan");
        using var folder = new RunFolder(settings.Keep);
        await using var cluster = await LiveCluster.StartAsync(settings.Program, folder, LivePolicies.Document(settings.Horizon), cancellation);
        Say($"{LiveCluster.SiloCount} silos and {LiveCluster.GatewayCount} gateways are ready");
        var client = new LiveClient(universe, cluster.Gateways);
        var people = new LivePeople(universe, client, clock);
        var began = clock.Elapsed;
        if (settings.HasPeople)
        {
            await people.WarmUpAsync(settings.Horizon / TargetMemory.BucketsPerHorizon, cancellation);
            await Task.Delay(VotesAreCounted, TimeProvider.System, cancellation);
            Say($"{people.Tally.Items:N0} numbers were asked for by {people.Tally.Asked:N0} people, who have voted");
        }

        var warmUp = (clock.Elapsed - began).TotalSeconds;
        var attacks = await AttackAsync(settings, universe, cluster, client, people, Say, cancellation);
        var convicted = await client.CountConvictedAsync(people.Asked, cancellation);
        return new LiveResult(settings, people.Tally, warmUp, attacks, client.Requests, client.Failed)
        {
            ConvictedPeople = convicted,
            Costs = await CostAsync(settings, universe, cluster, Say, cancellation),
        };

        void Say(string what) => console.WriteLine($"{clock.Elapsed.TotalSeconds,5:0} s  {what}");
    }

    private static async Task<IReadOnlyList<Figure>> CostAsync(LiveSettings settings, LiveUniverse universe, LiveCluster cluster, Action<string> say, CancellationToken cancellation)
    {
        List<Figure> figures = [];
        if (settings.Parts.Contains(LiveSettings.Cost))
        {
            figures.AddRange(await new DetectionCost(cluster, universe).MeasureAsync(settings.CostRounds, CostTurn, say, cancellation));
        }

        if (settings.Parts.Contains(LiveSettings.Coverage))
        {
            var regions = universe.Regions();
            say("a sweep of the whole plan that nobody stops");
            figures.AddRange(await new PlanSweep(cluster, universe, regions.Count).MeasureAsync(Sweep, cancellation));
            say("the memory of a plan that is swept, without a cluster");
            figures.AddRange(await Task.Run(() => CoverageMemory.Measure(regions, SweptPercents, cancellation), cancellation));
        }

        return figures;
    }

    private static async Task<IReadOnlyList<LiveAttackResult>> AttackAsync(
        LiveSettings settings, LiveUniverse universe, LiveCluster cluster, LiveClient client, LivePeople people, Action<string> say, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var living = settings.HasPeople ? people.LiveAsync(settings.Speed, over.Token) : Task.CompletedTask;
        try
        {
            List<LiveAttackResult> results = [];
            foreach (var (scenario, blocks) in settings.Attacks.Zip(universe.Swept))
            {
                say($"{scenario.Attack.Name}: {scenario.Attack.Description}, {scenario.Speed:0} times faster");
                using var attack = new LiveAttack(universe, blocks, scenario, client);
                results.Add(await attack.RunAsync(cluster, cancellation));
                say(LivePage.Summary(results[^1]));
            }

            return results;
        }
        finally
        {
            await over.CancelAsync();
            await living;
        }
    }
}
