using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Evasion;

/// <summary>
/// Attackers among honest people before the same defence: some hide behind attributes that very many honest people share, others ask for the contacts of victims, with everything that
/// a gateway knows of those, and then sweep around these contacts.
/// </summary>
public sealed class IntruderRun
{
    /// <summary>Those who hide, at most: half at the address of the largest operator, half with the newest phone.</summary>
    public const int Hidden = 1_000;

    /// <summary>Victims, at most; half of them are about to sign up.</summary>
    public const int Victims = 300;

    /// <summary>The attackers of each victim.</summary>
    public const int PoisonersPerVictim = 3;

    private const double Day = 24 * 3_600;
    private const int LeastBook = 50;
    private const int MostBook = 2_000;

    private readonly World _world;
    private readonly HonestRun _honest;
    private readonly PriorityQueue<Intruder, (double Second, int Index)> _queue = new();
    private readonly SeededRandom _random;
    private readonly int[] _targets = new int[ContactRequest.MaxBatch];
    private readonly int[] _victims;
    private readonly int _hidden;

    private IntruderRun(World world, DefenceKind kind, double second)
    {
        (_world, _random) = (world, new(world.Seed, "intruders"));
        _victims = ChooseVictims(second);
        _hidden = Math.Min(Hidden, world.People.Length / 10);
        _honest = new HonestRun(world, kind, _hidden + (_victims.Length * PoisonersPerVictim));
        AddHidden(second);
        AddPoisoners(second);
    }

    /// <summary>Makes a run.</summary>
    /// <param name="world">Where.</param>
    /// <param name="kind">The kind of defence.</param>
    /// <param name="second">When the attackers come, in seconds of the run.</param>
    /// <param name="end">When the run ends.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static IntruderResult Make(World world, DefenceKind kind, double second, double end, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(kind);
        return new IntruderRun(world, kind, second).Run(end, cancellation);
    }

    private IntruderResult Run(double end, CancellationToken cancellation)
    {
        while (_queue.TryDequeue(out var intruder, out var at) && at.Second < end)
        {
            _honest.RunUntil(at.Second, cancellation);
            var count = intruder.Next(_targets, _world.Plan.Numbers);
            _honest.AskAs(intruder.Visitor, at.Second, _targets.AsSpan(0, count), intruder.HasAsked ? ContactKind.OneOff : ContactKind.Full, intruder.Attributes);
            intruder.HasAsked = true;
            if (!IsContained(intruder, at.Second))
            {
                _queue.Enqueue(intruder, (at.Second + (intruder.WaitSeconds * _random.Between(0.8, 1.2)), intruder.Visitor));
            }
        }

        _honest.RunUntil(end, cancellation);
        var visitors = Enumerable.Range(_world.People.Length, _hidden + (_victims.Length * PoisonersPerVictim)).Select(_honest.Defence.StandingOf).ToArray();
        return new(
            _honest.Result(),
            _victims.Length,
            _victims.Count(victim => _honest.Defence.StandingOf(victim).AlertedSecond is not null),
            Share(visitors[_hidden..]),
            Share(visitors[.._hidden]));
    }

    private static double Share(Standing[] standings) => standings.Length == 0 ? 0 : (double)standings.Count(standing => standing.AlertedSecond is not null) / standings.Length;

    private bool IsContained(Intruder intruder, double second) =>
        _honest.Defence.StandingOf(_world.People.Length + intruder.Visitor).ContainedSecond <= second;

    private int[] ChooseVictims(double second)
    {
        var people = Enumerable.Range(0, _world.People.Length).Where(person => _world.People[person].InitialSize is >= LeastBook and <= MostBook).ToArray();
        _random.Shuffle(people.AsSpan());
        var isNew = people.ToLookup(person => _world.People[person].SignUpSecond >= second + Day);
        return [.. isNew[true].Take(Victims / 2), .. isNew[false].Where(person => _world.People[person].SignUpSecond < second).Take(Victims / 2)];
    }

    private void AddHidden(double second)
    {
        var clients = HonestClients.All(_world);
        ClientAttributes[] behindOperator = [.. clients.Where(client => HonestClients.IsBehindOperator(client))];
        ClientAttributes[] newest = [.. clients.Where(client => client.Client == HonestClients.NewestPhone)];
        for (var i = 0; i < _hidden; i++)
        {
            var hosts = i % 2 == 0 || newest.Length == 0 ? behindOperator : newest;
            var host = hosts.Length == 0 ? default : hosts[_random.Below(hosts.Length)];
            var start = second + (_random.Unit() * Day);
            var intruder = new Intruder(i, host with { SignUpHour = (int)(start / 3_600) }, [], (int)((long)_world.Plan.Numbers * i / _hidden), 10, 900);
            _queue.Enqueue(intruder, (start, i));
        }
    }

    private void AddPoisoners(double second)
    {
        for (var i = 0; i < _victims.Length * PoisonersPerVictim; i++)
        {
            var person = _victims[i / PoisonersPerVictim];
            var who = _world.People[person];
            var book = who.Book[..who.InitialSize];
            var near = book[_random.Below(book.Length)] / PlanFigures.BlockSize * PlanFigures.BlockSize;
            var latest = who.SignUpSecond > second ? who.SignUpSecond : second + (2 * Day);
            _queue.Enqueue(new Intruder(_hidden + i, HonestClients.Of(_world, person), book, near, 100, 600), (_random.Between(second, latest), _hidden + i));
        }
    }

    /// <summary>One of them.</summary>
    private sealed class Intruder(int visitor, ClientAttributes attributes, int[] book, int from, int batch, double waitSeconds)
    {
        private int _sent;
        private int _swept;

        public int Visitor => visitor;

        public ClientAttributes Attributes => attributes;

        public bool HasAsked { get; set; }

        // A book goes out at once; what comes after it is a sweep.
        public double WaitSeconds => _sent < book.Length ? 1 : waitSeconds;

        public int Next(int[] targets, int numbers)
        {
            if (_sent < book.Length)
            {
                var part = book.AsSpan(_sent, Math.Min(targets.Length, book.Length - _sent));
                part.CopyTo(targets);
                _sent += part.Length;
                return part.Length;
            }

            for (var i = 0; i < batch; i++)
            {
                targets[i] = (int)(((long)from + _swept++) % numbers);
            }

            return batch;
        }
    }
}
