using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Simulation;

/// <summary>A gateway process: a <see cref="LeaseHolder"/> for each identity, reports every 100 ms, and strict decisions for what no lease pays.</summary>
internal sealed class SimulatedGateway(World world, Cluster cluster, SimulatedClock clock, int place, ulong process) : SimulatedProcess(world.Time, clock, place)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly LeaseHolder?[] _holders = new LeaseHolder?[world.Scenario.Identities];
    private readonly List<Request> _open = [];
    private ulong _holderCount;

    private Instant ClockNow => Clock.At(world.Time.Now);

    /// <summary>Whether everything is reported, taken back and durable.</summary>
    public bool IsSettled => Array.TrueForAll(_holders, holder => holder is null || holder.IsSettled);

    /// <summary>Begins to report.</summary>
    public void Start()
    {
        world.Time.In(100 * VirtualTime.Millisecond, () => Run(() =>
        {
            Report();
            Start();
        }));
    }

    /// <summary>A client asks.</summary>
    public void Ask(Request request)
    {
        var now = ClockNow;
        (request.CameAt, request.CameAtSeconds) = (now, world.Seconds);
        world.Note(TraceEvent.Asked, request.Identity, request.Targets.Length, Place);
        world.Auditor.OnRequested(request.Identity, request.Targets);
        var holder = HolderOf(request.Identity);
        var answer = holder.TryDecide(request.Fingerprints, now);
        if (answer.Kind == LocalAnswerKind.Ask)
        {
            AskOwner(request, holder, now);
            return;
        }

        request.IsOver = true;
        world.DecidedLocally[request.Identity] += request.Targets.Length;
        world.Note(TraceEvent.DecidedLocally, request.Identity, request.Targets.Length, Place);
        Settle(request, answer.Kind == LocalAnswerKind.Admitted ? ItemSet.All(request.Targets.Length) : ItemSet.None(request.Targets.Length));
    }

    /// <summary>An identity answered.</summary>
    public void OnReply(Message message, SyncReply? reply, Decision? decision)
    {
        var now = ClockNow;
        if (reply is not null && ReferenceEquals(message.Holder, _holders[message.Identity]))
        {
            var late = world.Scenario.Breakage == Breakage.DeadlineFromReceipt ? now.UnixNanos - message.SentAt.UnixNanos : 0;
            message.Holder!.OnReply(late == 0 ? reply : reply with { LeaseNanos = reply.LeaseNanos + late }, now);
        }

        // An answer that waited for this process to wake up is too late, although nobody has looked at the time yet.
        if (decision is null || message.Request is not { IsOver: false } request || now >= request.CameAt + Timeout)
        {
            return;
        }

        request.IsOver = true;
        _open.Remove(request);
        world.Auditor.OnAnswered(request.Identity, request.Targets.Length);
        var learned = world.Scenario.Breakage == Breakage.DeniedIsLearned ? ItemSet.All(request.Targets.Length) : decision.Allowed;
        HolderOf(request.Identity).OnDecided(request.Fingerprints, learned, now);
        Settle(request, decision.Allowed);
    }

    /// <summary>Forgets the holder of an identity; what it still has to say goes out once.</summary>
    public void Forget(int identity)
    {
        if (_holders[identity] is not { } holder)
        {
            return;
        }

        world.Note(TraceEvent.Forgotten, identity, Place);
        _holders[identity] = null;
        world.HasLostHolders |= !holder.IsSettled && !IsReliable;
        var report = holder.LastReport(ClockNow);
        Send(identity, report, holder, request: null);
    }

    /// <summary>The process dies: whoever asked gets no answer.</summary>
    public void Crash()
    {
        Kill();
        world.HasLostHolders = true;
        foreach (var request in _open)
        {
            request.IsOver = true;
            world.Auditor.OnUnanswered(request.Identity, world.Seconds, request.Targets.Length);
        }
    }

    private bool IsReliable => world.Scenario.Mix is FaultMix.None or FaultMix.Moves;

    private TimeSpan Timeout => TimeSpan.FromMilliseconds(world.Scenario.TimeoutMilliseconds);

    private LeaseHolder HolderOf(int identity) =>
        _holders[identity] ??= new LeaseHolder(new HolderId((process << 32) | ++_holderCount), LeaseTerms.Of(world.Scenario.Policy));

    private void Report()
    {
        var now = ClockNow;
        for (var identity = 0; identity < _holders.Length; identity++)
        {
            if (_holders[identity] is { } holder && holder.NextReport(now, Patience) is { } report)
            {
                Send(identity, report, holder, request: null);
            }
        }
    }

    private void AskOwner(Request request, LeaseHolder holder, Instant now)
    {
        world.Auditor.OnAsked(request.Identity, request.Targets.Length);
        _open.Add(request);
        Send(request.Identity, holder.NextReport(now, Patience, always: true), holder, request);
        world.Time.In(Timeout.Ticks * Instant.NanosPerTick, () => Run(() => GiveUp(request)));
    }

    private void GiveUp(Request request)
    {
        if (request.IsOver)
        {
            return;
        }

        request.IsOver = true;
        _open.Remove(request);
        world.Auditor.OnUnanswered(request.Identity, world.Seconds, request.Targets.Length);
        world.Note(TraceEvent.Unanswered, request.Identity, request.Targets.Length, Place);
        if (world.IsFaulty && world.Chance(0.3))
        {
            world.Time.In(world.Between(0.01, 1), () => Run(() => Ask(new Request(request.Identity, request.Targets))));
        }
    }

    private void Send(int identity, SyncReport? report, LeaseHolder holder, Request? request)
    {
        if (report is not null)
        {
            report = Broken(report);
            world.Note(TraceEvent.Reported, identity, report.Number, Place);
        }

        var message = new Message(this, identity) { Holder = holder, Report = report, Request = request, SentAt = ClockNow };
        if (cluster.Route(this, identity) is { } activation)
        {
            cluster.Network.Send(this, activation.Silo, toSilo: true, () => activation.Receive(message));
        }
    }

    private SyncReport Broken(SyncReport report)
    {
        if (world.Scenario.Breakage == Breakage.RefundedWhileSpent)
        {
            report = report with { OpenLease = 0 };
        }

        return world.Scenario.IsStrict ? report with { Wanted = default } : report;
    }

    private void Settle(Request request, ItemSet allowed)
    {
        world.Decisions++;
        var admitted = new int[allowed.Count];
        var denied = new int[request.Targets.Length - admitted.Length];
        var (a, d) = (0, 0);
        for (var i = 0; i < request.Targets.Length; i++)
        {
            _ = allowed[i] ? admitted[a++] = request.Targets[i] : denied[d++] = request.Targets[i];
        }

        if (a > 0)
        {
            world.Note(TraceEvent.Admitted, request.Identity, a, Place);
            world.Auditor.OnAdmitted(request.Identity, world.Seconds, admitted);
        }

        if (d > 0)
        {
            world.Note(TraceEvent.Denied, request.Identity, d, Place);
            world.Auditor.OnDenied(request.Identity, world.Seconds, request.CameAtSeconds, denied);
        }

        if (world.Scenario.IsFlooded)
        {
            Forget(request.Identity);
        }
    }
}
