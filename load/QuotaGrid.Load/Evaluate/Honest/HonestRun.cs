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
    public HonestRun(World world, DefenceKind kind)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(kind);
        (_world, _defence, _clients) = (world, kind.Create(world, world.People.Length), HonestClients.All(world));
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
                Ask(events[_next], targets.Slice(from, Math.Min(ContactRequest.MaxBatch, targets.Length - from)));
            }
        }
    }

    /// <summary>What came of it by now.</summary>
    public HonestResult Result() => _tally.Result(_defence);

    private void Ask(in HonestEvent asked, ReadOnlySpan<int> targets)
    {
        var request = new ContactRequest(asked.Person, asked.Second, targets, asked.Kind, _clients[asked.Person]);
        var allowed = _allowed.AsSpan(0, (targets.Length + 63) / 64);
        allowed.Clear();
        _defence.Decide(request, allowed);
        if (_defence.WantsOutcomes)
        {
            MarkFound(targets, allowed);
            _defence.OnOutcomes(request, allowed, _found);
        }

        _tally.OnAnswer(asked.Person, targets.Length, ItemBits.Count(allowed));
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
