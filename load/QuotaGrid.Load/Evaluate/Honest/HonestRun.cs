using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Evaluate.Honest;

/// <summary>Honest people's month before one defence, in virtual time. Attacks branch off on the way.</summary>
public sealed class HonestRun
{
    private const int CancelEvery = 65_536;

    private readonly World _world;
    private readonly IDefence _defence;
    private readonly HonestTally _tally;
    private readonly ClientAttributes[] _clients;
    private readonly ulong[] _allowed = new ulong[ContactRequest.MaxWords];
    private readonly ulong[] _found = new ulong[ContactRequest.MaxWords];
    private int _next;

    /// <summary>Begins before anybody asked for anything.</summary>
    /// <param name="world">Where.</param>
    /// <param name="kind">The kind of defence.</param>
    /// <param name="visitors">How many others will ask, who are no honest people: to the defence they are the identities behind the last person.</param>
    public HonestRun(World world, DefenceKind kind, int visitors = 0)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(kind);
        (_world, _defence, _clients) = (world, kind.Create(world, world.People.Length + visitors), HonestClients.All(world));
        _tally = new(world.People, _clients);
    }

    /// <summary>The defence as it is now.</summary>
    public IDefence Defence => _defence;

    /// <summary>Lets people ask until a time, in seconds of the run.</summary>
    public void RunUntil(double second, CancellationToken cancellation = default)
    {
        var events = _world.Schedule.Events;
        for (; _next < events.Length && events[_next].Second < second; _next++)
        {
            if (_next % CancelEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var targets = _world.Schedule.TargetsOf(events[_next]);
            for (var from = 0; from < targets.Length; from += ContactRequest.MaxBatch)
            {
                var asked = events[_next];
                var part = targets.Slice(from, Math.Min(ContactRequest.MaxBatch, targets.Length - from));
                var admitted = Ask(new ContactRequest(asked.Person, asked.Second, part, asked.Kind, _clients[asked.Person]));
                _tally.OnAnswer(asked.Person, part.Length, admitted);
            }
        }
    }

    /// <summary>Lets somebody ask who is no honest person; that is not counted. Honest people must have asked until then.</summary>
    /// <param name="visitor">Who, a place among the visitors.</param>
    /// <param name="second">When, in seconds of the run.</param>
    /// <param name="targets">What for, at most <see cref="ContactRequest.MaxBatch"/>.</param>
    /// <param name="kind">What the client says it does.</param>
    /// <param name="attributes">What the gateway knows of the client.</param>
    /// <returns>How many items were admitted.</returns>
    public int AskAs(int visitor, double second, ReadOnlySpan<int> targets, ContactKind kind, ClientAttributes attributes) =>
        Ask(new ContactRequest(_world.People.Length + visitor, second, targets, kind, attributes));

    /// <summary>What came of it by now.</summary>
    public HonestResult Result() => _tally.Result(_defence);

    private int Ask(in ContactRequest request)
    {
        var allowed = _allowed.AsSpan(0, (request.Targets.Length + 63) / 64);
        allowed.Clear();
        _defence.Decide(request, allowed);
        if (_defence.WantsOutcomes)
        {
            MarkFound(request.Targets, allowed);
            _defence.OnOutcomes(request, allowed, _found);
        }

        return ItemBits.Count(allowed);
    }

    private void MarkFound(ReadOnlySpan<int> targets, ReadOnlySpan<ulong> allowed)
    {
        _found.AsSpan().Clear();
        for (var i = 0; i < targets.Length; i++)
        {
            if (ItemBits.Contains(allowed, i) && _world.Numbers.IsRegistered(targets[i]))
            {
                ItemBits.Add(_found, i);
            }
        }
    }
}
