using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Simulation;

/// <summary>Runs an <see cref="IdentityOwner"/> as the identity's grain does: one message at a time, no answer before what it charged is durable.</summary>
internal sealed partial class Activation(World world, Cluster cluster, SimulatedProcess silo, int identity, ulong epoch)
{
    private readonly List<Message> _waiting = [];
    private readonly List<(Message Message, SyncReply? Reply, Decision? Decision)> _held = [];
    private IdentityOwner? _owner;
    private CapabilityState? _state;
    private long _version;
    private bool _isLeaving;

    public SimulatedProcess Silo => silo;

    public int Identity => identity;

    /// <summary>Whether it answers nothing any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Its state; null while it is being read.</summary>
    public CapabilityState? State => _state;

    private Instant Now => silo.Clock.At(world.Time.Now);

    private bool IsBroken => world.Scenario.Breakage == Breakage.NoCeiling;

    /// <summary>Reads what is stored.</summary>
    public void Begin() => cluster.Store.Read(identity, silo, begins: true, stored =>
    {
        if (IsOver)
        {
            return;
        }

        if (stored is null)
        {
            world.Time.In(VirtualTime.Second / 2, () => silo.Run(Begin));
            return;
        }

        _version = stored.Version;
        _owner = new IdentityOwner(stored.Bytes, new Epoch(epoch), world.Scenario.Rules);
        _state = _owner.State.For(Scenario.Capability);
        world.Note(TraceEvent.Began, identity, silo.Place, _version);
        world.Auditor.OnServed(identity, world.Seconds, Ahead(world.Time.Now), Ahead(world.EndsAt), !stored.CostsNothing);
        TakeWaiting();
    });

    /// <summary>A message came.</summary>
    public void Receive(Message message)
    {
        if (IsOver)
        {
            cluster.Forward(message);
        }
        else if (_owner is null || _isLeaving)
        {
            _waiting.Add(message);
        }
        else
        {
            Take(message);
        }
    }

    /// <summary>Moves elsewhere, with its exact state.</summary>
    public void Leave()
    {
        if (_owner is null || _isLeaving || IsOver)
        {
            return;
        }

        world.Note(TraceEvent.Moving, identity, silo.Place);
        _isLeaving = true;
        WriteUnlessRunning();
    }

    private double Ahead(long time) => silo.Clock.AheadOf(world.CalendarOrigin, time) / 1e9;

    private void TakeWaiting()
    {
        foreach (var message in _waiting)
        {
            Take(message);
        }

        _waiting.Clear();
    }

    private void Take(Message message)
    {
        var now = Now;
        SyncReply? reply = null;
        Decision? decision = null;
        if (message.Report is { } report)
        {
            reply = _state!.Sync(Scenario.Capability, world.Scenario.Policy, report, _owner!.Epoch, _owner.Rules, now);
            world.Note(TraceEvent.ReportTaken, identity, report.Number, silo.Place);
            if (!reply.Granted.IsNone)
            {
                world.Note(TraceEvent.Lent, identity, reply.Granted.Items, reply.Granted.Requests);
            }
        }

        if (message.Request is { } request)
        {
            world.AskedAtOwners[identity] += request.Targets.Length;
            decision = _state!.Decide(Scenario.Capability, world.Scenario.Policy, request.Fingerprints, Admission.Partial, now);
            Granted(request, decision.Allowed);
            world.Note(TraceEvent.Decided, identity, decision.Allowed.Count, silo.Place);
        }

        _owner!.OnChanged();
        if (IsBroken || _owner.IsCovered(now))
        {
            Answer(message, reply, decision);
            StartTimer();
        }
        else
        {
            _held.Add((message, reply, decision));
            WriteUnlessRunning();
        }
    }

    private void Granted(Request request, ItemSet allowed)
    {
        for (var i = 0; i < request.Targets.Length; i++)
        {
            if (allowed[i])
            {
                world.Auditor.OnGranted(identity, world.Seconds, request.Targets[i]);
            }
        }
    }

    private void Answer(Message message, SyncReply? reply, Decision? decision) =>
        cluster.Network.Send(message.From, silo, toSilo: false, () => message.From.OnReply(message, reply, decision));
}
