using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Tests.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

/// <summary>
/// Three holders, one or two activations of one identity, what is stored, and messages that are lost, late, out of order and repeated; beside it a plain list of everything that was admitted.
/// </summary>
internal sealed class LeaseWorld
{
    private const int LeaseMilliseconds = 2_000;
    private const int Targets = 600;

    // An item every 40 ms, a new target every 100 ms. Both have a ceiling.
    private static readonly Policy Policy = Some.Policy(
        Some.Velocity(1_500, TimeSpan.FromMinutes(1), 200), Some.Novel(600, TimeSpan.FromMinutes(1), 100));

    private readonly bool _reportsOutliveActivations;
    private readonly List<(LeaseHolder To, object Message, ulong Epoch)> _messages = [];
    private readonly List<LeaseHolder> _holders = [];
    private readonly List<Activation> _activations = [];
    private readonly List<(long At, int Items, int New)> _admitted = [];
    private readonly HashSet<uint> _seen = [];
    private (byte[] Bytes, int Version, long StrictlyAsked) _stored = ([], 0, 0);
    private ulong _epoch;
    private ulong _holder;
    private long _now;
    private long _askedOfLeases;

    /// <summary>Begins with one activation and nothing stored.</summary>
    /// <param name="reportsOutliveActivations">Whether a report may come to an activation that began after it was sent.</param>
    public LeaseWorld(bool reportsOutliveActivations)
    {
        _reportsOutliveActivations = reportsOutliveActivations;
        _activations.Add(Begin());
        _holders.AddRange([Join(), Join(), Join()]);
    }

    public int Leased { get; private set; }

    public int Decided { get; private set; }

    public int Denied { get; private set; }

    public int Conflicts { get; private set; }

    private Instant Now => Lending.At(_now);

    /// <summary>One step: what, and a number that says which.</summary>
    public void Step(int what, int which)
    {
        _now += which % 30;
        switch (what)
        {
            case < 40: Request(_holders[which % 3], which / 3); break;
            case < 55: Say(_holders[which % 3], isTwice: which % 7 == 0); break;
            case < 86: Deliver(which); break;
            case < 87: Lose(which); break;
            case < 89: _now += which % 3_000; break;
            case < 92: Write(Reached(which), isLast: false); break;
            case < 94: WriteWithoutAnswer(Reached(which), isStored: which % 3 > 0); break;
            case < 95: _activations[which % _activations.Count] = Begin(); break;
            case < 96: Divide(); break;
            case < 97: HandOver(which % _activations.Count); break;
            default: Replace(which % 3); break;
        }
    }

    /// <summary>No window has more than burst and rate times the window and the length of a lease allow.</summary>
    public void AssertContract()
    {
        for (var first = 0; first < _admitted.Count; first++)
        {
            var (items, news) = (0, 0);
            for (var last = first; last < _admitted.Count; last++)
            {
                items += _admitted[last].Items;
                news += _admitted[last].New;
                var milliseconds = _admitted[last].At - _admitted[first].At + LeaseMilliseconds;
                if (items > 200 + (milliseconds / 40) || news > 100 + (milliseconds / 100))
                {
                    Assert.Fail($"{items} items and {news} new targets within {milliseconds} ms, the lease among them.");
                }
            }
        }
    }

    /// <summary>When all is quiet and every holder has ended, everything that was admitted is known, and everything that was asked was counted, once.</summary>
    public void AssertNothingIsLostOrCountedTwice()
    {
        _activations.RemoveRange(1, _activations.Count - 1);
        _activations[0] = Begin();
        for (var round = 0; round < 4; round++)
        {
            foreach (var holder in _holders)
            {
                _now += LeaseMilliseconds;
                if (Answer(_activations[0], holder.LastReport(Now)) is { } reply)
                {
                    holder.OnReply(reply, Now);
                }

                Write(_activations[0], isLast: false);
            }
        }

        Assert.All(_holders, holder => Assert.True(holder.IsSettled));
        var state = Some.Copy(_activations[0].Grain.State);
        Assert.Equal(_askedOfLeases + _activations[0].StrictlyAsked, state.Evidence.Asked);
        Fingerprint[] seen = [.. _seen.Select(EventList.TargetOf)];
        state.RecordOutcomes(seen, [], remembered: true, Now);
        Assert.Equal((seen.Length, 0), (state.Evidence.Found, state.Evidence.Unmatched));
    }

    private void Request(LeaseHolder holder, int which)
    {
        var numbers = Lending.Numbers(1 + (which % Targets), 1 + (which % 4));
        var answer = holder.TryDecide(Some.Targets(numbers), Now);
        switch (answer.Kind)
        {
            case LocalAnswerKind.Admitted:
                _askedOfLeases += numbers.Length;
                Leased += numbers.Length;
                Admit(numbers);
                break;
            case LocalAnswerKind.Denied:
                _askedOfLeases += numbers.Length;
                Denied++;
                break;
            default:
                Decide(holder, numbers, Reached(which));
                break;
        }
    }

    private void Decide(LeaseHolder holder, uint[] numbers, Activation activation)
    {
        activation.StrictlyAsked += numbers.Length;
        var decision = activation.Grain.Decide(Now, numbers);
        if (Cover(activation))
        {
            uint[] allowed = [.. numbers.Where((_, i) => decision.Allowed[i])];
            Decided += allowed.Length;
            Admit(allowed);
            Assert.Equal(0, holder.OnDecided(Some.Targets(numbers), decision.Allowed, Now));
        }
    }

    private void Admit(uint[] numbers) => _admitted.Add((_now, numbers.Length, numbers.Count(_seen.Add)));

    private void Say(LeaseHolder holder, bool isTwice)
    {
        if (holder.NextReport(Now, Lending.Patience, always: true) is { } report)
        {
            _messages.AddRange(Enumerable.Repeat<(LeaseHolder, object, ulong)>((holder, report, _epoch), isTwice ? 2 : 1));
        }
    }

    private void Deliver(int which)
    {
        if (_messages.Count == 0)
        {
            return;
        }

        // Mostly the latest; one in seven comes again.
        var place = which % 4 > 0 ? _messages.Count - 1 : which % _messages.Count;
        var (holder, message, epoch) = _messages[place];
        if (which % 7 > 0)
        {
            _messages.RemoveAt(place);
        }

        if (message is SyncReply reply)
        {
            holder.OnReply(reply, Now);
        }
        else if (Reached(which) is var activation
            && (_reportsOutliveActivations || activation.Grain.Owner.Epoch.Value <= epoch)
            && Answer(activation, (SyncReport)message) is { } answer)
        {
            _messages.Add((holder, answer, _epoch));
        }
    }

    private void Lose(int which)
    {
        if (_messages.Count > 0)
        {
            _messages.RemoveAt(which % _messages.Count);
        }
    }

    private SyncReply? Answer(Activation activation, SyncReport report)
    {
        var reply = activation.Grain.Sync(report, Now);
        return Cover(activation) ? reply : null;
    }

    private bool Cover(Activation activation) => activation.Grain.IsCovered(Now) || (Write(activation, isLast: false) && activation.Grain.IsCovered(Now));

    /// <summary>Stores a state, unless another activation did since this one read or wrote: then it ends.</summary>
    private bool Write(Activation activation, bool isLast)
    {
        if (activation.Version != _stored.Version && !activation.Grain.Owner.Wrote(_stored.Bytes))
        {
            Conflicts++;
            _activations[_activations.IndexOf(activation)] = Begin();
            return false;
        }

        _stored = (activation.Grain.Store(Now, isLast), _stored.Version + 1, activation.StrictlyAsked);
        activation.Version = _stored.Version;
        return true;
    }

    private void WriteWithoutAnswer(Activation activation, bool isStored)
    {
        var bytes = activation.Grain.Owner.BeginWrite(Now);
        if (isStored && activation.Version == _stored.Version)
        {
            _stored = (bytes, _stored.Version + 1, activation.StrictlyAsked);
        }

        activation.Grain.Owner.OnNotWritten();
    }

    /// <summary>A second activation begins beside the first, or ends.</summary>
    private void Divide()
    {
        if (_activations.Count == 2)
        {
            _activations.RemoveAt(0);
        }
        else
        {
            _activations.Add(Begin());
        }
    }

    private void HandOver(int place)
    {
        if (Write(_activations[place], isLast: true))
        {
            _activations[place] = Begin();
        }
    }

    /// <summary>A holder ends; it stays in the list, and what it has to say is said when all is quiet.</summary>
    private void Replace(int place)
    {
        var ended = _holders[place];
        _messages.Add((ended, ended.LastReport(Now), _epoch));
        _holders[place] = Join();
        _holders.Add(ended);
    }

    // Of two activations mostly the first.
    private Activation Reached(int which) => _activations[which % 11 == 0 ? ^1 : 0];

    private LeaseHolder Join() => new(new HolderId(++_holder), LeaseTerms.Of(Policy));

    private Activation Begin() => new(new Grain(Policy, new Epoch(++_epoch), _stored.Bytes), _stored.Version, _stored.StrictlyAsked);

    private sealed class Activation(Grain grain, int version, long strictlyAsked)
    {
        public Grain Grain => grain;

        public int Version { get; set; } = version;

        /// <summary>What of the items that it decided itself is in its evidence.</summary>
        public long StrictlyAsked { get; set; } = strictlyAsked;
    }
}
