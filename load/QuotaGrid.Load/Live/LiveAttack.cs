using QuotaGrid.Load.Evaluate.Attacks;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Live;

/// <summary>One attack of the exam on a running cluster, in real time or so many times faster.</summary>
public sealed class LiveAttack : IDisposable
{
    // Attacks begin when everybody who is there from the beginning has synced.
    private const double WarmUpSeconds = HonestSchedule.SyncSeconds;

    private readonly LiveUniverse _universe;
    private readonly LiveClient _client;
    private readonly LiveScenario _scenario;
    private readonly RunClock _clock;
    private readonly AttackTally _tally;
    private readonly PuppetAnswers _answers;
    private readonly TargetSupply _supply;
    private readonly SeededRandom _random;
    private readonly LiveIdentity[] _identities;
    private readonly Puppet[] _puppets;
    private readonly CancellationTokenSource _over = new();
    private readonly HashSet<int> _contained = [];

    // What puppets share: the supply of targets, what is counted, and the random numbers.
    private readonly Lock _lock = new();

    /// <summary>Prepares it.</summary>
    /// <param name="universe">Where.</param>
    /// <param name="blocks">What it sweeps.</param>
    /// <param name="scenario">The attack.</param>
    /// <param name="client">Whom it asks.</param>
    public LiveAttack(LiveUniverse universe, IReadOnlyList<int> blocks, LiveScenario scenario, LiveClient client)
    {
        ArgumentNullException.ThrowIfNull(universe);
        ArgumentNullException.ThrowIfNull(scenario);
        (_universe, _client, _scenario, _clock) = (universe, client, scenario, new RunClock(TimeProvider.System));
        var attack = scenario.Attack;
        _tally = new(attack.Puppets);
        _answers = new(universe.World.Numbers, attack, _tally, hasAlerts: true, new NumberBits(universe.World.Plan.Numbers));
        _supply = new(new TargetPicker(universe.World.Numbers, attack, attack.Puppets, blocks, universe.World.Seed));
        _random = new(universe.World.Seed, "attack " + attack.Name);
        _puppets = [.. Enumerable.Range(0, attack.Puppets).Select(i => new Puppet(i, attack.SignUpSecond(i, attack.Puppets, _random), attack.FirstBatch))];
        _identities =
        [
            .. _puppets.Select(puppet => new LiveIdentity(universe.World.Seed, $"puppet-{attack.Name}-{puppet.Index}", ClientOf(puppet))),
        ];
    }

    /// <summary>Makes it.</summary>
    /// <param name="cluster">Whose alerts are looked at.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<LiveAttackResult> RunAsync(LiveCluster cluster, CancellationToken cancellation)
    {
        await using var alerts = await AlertWatch.StartAsync(cluster, _clock, cancellation);
        var began = _clock.Elapsed;
        _over.CancelAfter(TimeSpan.FromSeconds(_scenario.RealSeconds));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, cancellation);
        try
        {
            await Task.WhenAll(_puppets.Select(puppet => SweepAsync(puppet, began, ending.Token)));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over, or nearly all puppets are contained.
        }

        var took = _clock.Elapsed - began;
        await alerts.EndAsync(cancellation);
        var convicted = await _client.CountConvictedAsync(_puppets.Where(puppet => puppet.Asked > 0).Select(puppet => _identities[puppet.Index].Name), cancellation);
        return new(
            _scenario,
            _puppets.Count(puppet => puppet.Asked > 0),
            _tally.Asked,
            _tally.Admitted,
            _answers.Exposed.Count,
            _universe.World.Numbers.CountRegistered(_universe.World.Plan.Blocks),
            (alerts.First - began)?.TotalSeconds,
            _tally.Containment,
            convicted,
            _contained.Count,
            took.TotalSeconds);
    }

    /// <inheritdoc />
    public void Dispose() => _over.Dispose();

    // Attacks come one after the other, and what one showed of its tool must not give away the next one.
    private ClientAttributes ClientOf(Puppet puppet)
    {
        var attack = _scenario.Attack;
        var (client, tool) = (PuppetClients.Of(_universe.World, attack, puppet.Index, WarmUpSeconds + puppet.SignUpSecond), LiveSettings.PlaceOf(attack));
        return attack.SharesClient ? client with { Client = client.Client - tool, Build = client.Build - tool } : client;
    }

    private async Task SweepAsync(Puppet puppet, TimeSpan began, CancellationToken cancellation)
    {
        var targets = new int[ContactRequest.MaxBatch];
        for (double? second = puppet.SignUpSecond; second is not null;)
        {
            await _clock.UntilAsync(began + TimeSpan.FromSeconds(second.Value / _scenario.Speed), cancellation);
            var count = Take(puppet, targets);
            if (count == 0)
            {
                return;
            }

            var answer = await _client.AskAsync(_identities[puppet.Index], targets.AsMemory(0, count), cancellation);
            second += TakeAnswer(puppet, targets.AsSpan(0, count), answer, (_clock.Elapsed - began).TotalSeconds * _scenario.Speed);
        }
    }

    private int Take(Puppet puppet, Span<int> targets)
    {
        lock (_lock)
        {
            return _supply.Fill(puppet, targets[..Math.Min(puppet.Batch, _scenario.Attack.MostPerPuppet - puppet.Asked)]);
        }
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>How long the puppet waits, in seconds of the attack; null when it does not ask again.</returns>
    private double? TakeAnswer(Puppet puppet, ReadOnlySpan<int> targets, LiveAnswer answer, double second)
    {
        lock (_lock)
        {
            var wasDenied = _answers.Take(puppet, targets, answer.Allowed, 0, second);
            _tally.OnStanding(puppet, answer.IsContained ? new Standing(0, second, second) : default, second, 0);
            if (answer.IsContained)
            {
                _contained.Add(puppet.Index);
            }

            var wait = _scenario.Attack.WaitAfter(puppet, targets.Length, wasDenied, answer.IsContained, _random);
            if (wait is null)
            {
                _supply.HandBack(puppet);
            }

            if (_tally.IsAllContained(_scenario.Attack))
            {
                // Later, because who waits for it may need the lock.
                _over.CancelAfter(TimeSpan.Zero);
            }

            return wait;
        }
    }
}
