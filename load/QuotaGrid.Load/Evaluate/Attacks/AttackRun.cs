using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>One attack on one defence, in virtual time.</summary>
public sealed class AttackRun
{
    /// <summary>The share of the puppets that must be limited for an attack to be contained.</summary>
    public const double ContainedShare = 0.9;

    private const int CancelEvery = 4_096;
    private const double SwapSeconds = 48 * 3_600;
    private const double CutAt = 3;
    private const double MostLookups = 36e6;
    private const double RecallSeconds = 7 * 24 * 3_600;

    private readonly World _world;
    private readonly IDefence _defence;
    private readonly bool _hasAlerts;
    private readonly AttackScenario _scenario;
    private readonly double _start;
    private readonly double _most;
    private readonly TargetSupply _supply;
    private readonly PuppetAnswers _answers;
    private readonly PuppetRequests _requests;
    private readonly AttackTally _tally;
    private readonly Puppet[] _puppets;
    private readonly PriorityQueue<Puppet, (double Second, int Index)> _queue = new();
    private readonly SeededRandom _random;
    private readonly int[] _targets = new int[ContactRequest.MaxBatch];

    private AttackRun(World world, DefenceKind kind, IDefence trained, AttackScenario scenario, double startSecond, double budget)
    {
        // Who judges identities ends attacks; of others it is known before how much they let out, and less of the same shows it.
        (var count, Blocks) = scenario.ScaledTo(world.Plan, kind.HasAlerts ? double.PositiveInfinity : budget);
        (_world, _scenario, _start, _hasAlerts) = (world, scenario, startSecond, kind.HasAlerts);
        _most = kind.HasAlerts ? MostLookups : CutAt * budget;
        _defence = trained.Branch(count);
        _supply = new(new TargetPicker(world.Numbers, scenario, count, [.. Enumerable.Range(0, Blocks)], world.Seed));
        _random = new(world.Seed, "attack " + scenario.Name);
        _tally = new(count);
        _answers = new(world.Numbers, scenario, _tally, _hasAlerts, new NumberBits(Blocks * PlanFigures.BlockSize));
        _requests = new(world, _defence, _tally, _answers, startSecond);
        _puppets = new Puppet[count];
        for (var i = 0; i < count; i++)
        {
            var signUp = startSecond + scenario.SignUpSecond(i, count, _random);
            _puppets[i] = new(i, signUp, scenario.FirstBatch)
            {
                Book = scenario.Swap is null ? null : PlausibleBook.Pick(world.People, _random),
                Attributes = PuppetClients.Of(world, scenario, i, signUp),
            };
            _queue.Enqueue(_puppets[i], (_puppets[i].SignUpSecond, i));
        }
    }

    private int Blocks { get; }

    /// <summary>Runs an attack.</summary>
    /// <param name="world">Where.</param>
    /// <param name="kind">The kind of defence.</param>
    /// <param name="trained">A defence that knows what it should; it is branched, not changed.</param>
    /// <param name="scenario">The attack.</param>
    /// <param name="startSecond">When it begins, in seconds of the run.</param>
    /// <param name="budget">About the most lookups of one that cannot end the attack, which is scaled down to that. One that can meets all of it, and an attack that has made 36 M lookups is cut.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static AttackResult Make(
        World world, DefenceKind kind, IDefence trained, AttackScenario scenario, double startSecond, double budget, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(scenario);
        return new AttackRun(world, kind, trained, scenario, startSecond, budget).Run(cancellation);
    }

    private AttackResult Run(CancellationToken cancellation)
    {
        var second = _start;
        for (var requests = 0L; _queue.TryDequeue(out var puppet, out var at); requests++)
        {
            if (at.Second > _start + _scenario.Seconds || _tally.Asked > _most || _tally.IsAllContained(_scenario))
            {
                break;
            }

            if (requests % CancelEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            second = at.Second;
            var goesOn = puppet.Book is null ? Sweep(puppet, second) : Resync(puppet, second);
            if (!goesOn.HasValue)
            {
                _defence.Retire(puppet.Index);
                continue;
            }

            _queue.Enqueue(puppet, (second + goesOn.Value, puppet.Index));
        }

        return Result(second);
    }

    /// <summary>Asks for the next targets.</summary>
    /// <returns>The seconds until the puppet asks again; null when it does not.</returns>
    private double? Sweep(Puppet puppet, double second)
    {
        var wanted = Math.Min(puppet.Batch, _scenario.MostPerPuppet - puppet.Asked);
        var count = _supply.Fill(puppet, _targets.AsSpan(0, wanted));
        if (count == 0)
        {
            return null;
        }

        var denied = _requests.Ask(puppet, second, _targets.AsSpan(0, count), 0, ContactKind.Full);
        var wait = _scenario.WaitAfter(puppet, count, denied, _requests.IsContained(puppet, second), _random);
        if (wait is null)
        {
            _supply.HandBack(puppet);
        }

        return wait;
    }

    /// <summary>Sends the book again with some of it swapped for targets.</summary>
    /// <inheritdoc cref="Sweep" />
    private double? Resync(Puppet puppet, double second)
    {
        var book = puppet.Book!;
        var swapped = puppet.Asked == 0 ? 0 : _supply.Fill(puppet, book.AsSpan(0, (int)Math.Round(book.Length * _scenario.Swap!.Value)));
        _requests.Ask(puppet, second, book, book.Length - swapped, puppet.Asked == 0 ? ContactKind.Full : ContactKind.Sync);
        return _requests.IsContained(puppet, second) ? null : SwapSeconds * _random.Between(0.9, 1.1);
    }

    private AttackResult Result(double second)
    {
        var registered = _world.Numbers.CountRegistered(Blocks);
        var alerted = _puppets.Count(puppet => _tally.AlertedSecond(puppet.Index) <= RecallSeconds);
        var asked = _puppets.Where(puppet => puppet.Asked > 0).ToArray();
        return new()
        {
            Scenario = _scenario,
            Scale = (double)_scenario.Puppets / _puppets.Length,
            WasCut = _tally.Asked > _most,
            Registered = registered,
            Exposed = _answers.Exposed.Count,
            Curve = _tally.CurveOf(registered, second - _start, _answers.Exposed.Count),
            Puppets = asked.Length,
            Asked = _tally.Asked,
            Admitted = _tally.Admitted,
            Detection = _hasAlerts ? _tally.FirstAlert : _tally.FirstDenial,
            Containment = _tally.Containment,
            Recall = _hasAlerts ? (double)alerted / Math.Max(1, asked.Length) : null,
            Scores = [.. asked.Select(puppet => (float)_defence.StandingOf(puppet.Index).Score)],
            Seconds = second - _start,
            AdmittedOfBlocks = _tally.AdmittedOfBlocks,
        };
    }
}
