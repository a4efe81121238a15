namespace QuotaGrid.Load.Simulation;

/// <summary>One run of the lease protocol in virtual time: gateways, silos and a store, with what goes wrong between them, and an auditor that watches.</summary>
public sealed class SimulationRun
{
    // Until everything that is out is reported, taken back and stored; then a look at every identity.
    private const long RestSeconds = 20;

    private readonly World _world;
    private readonly Cluster _cluster;
    private readonly SimulatedGateway[] _gateways;
    private ulong _processes;

    private SimulationRun(Scenario scenario, Trace trace)
    {
        _world = new World(scenario, trace);
        _cluster = new Cluster(_world, new SimulatedNetwork(_world));
        _gateways = [.. Enumerable.Range(0, scenario.Gateways).Select(StartGateway)];
        for (var identity = 0; identity < scenario.Identities; identity++)
        {
            new Workload(_world, _gateways, identity).Start();
        }

        new FaultScript(_world, _cluster, _gateways, StartGateway).Start();
    }

    /// <summary>Makes a run.</summary>
    /// <param name="scenario">What it is.</param>
    /// <param name="keepsLines">Whether to keep what happens.</param>
    public static SimulationResult Make(Scenario scenario, bool keepsLines = false)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var trace = new Trace(keepsLines);
        return new SimulationRun(scenario, trace).Run(trace);
    }

    private SimulationResult Run(Trace trace)
    {
        var rests = _world.EndsAt + (RestSeconds * VirtualTime.Second);
        RunUntil(rests);
        for (var identity = 0; identity < _world.Scenario.Identities; identity++)
        {
            _cluster.CurrentOrNew(identity);
        }

        RunUntil(rests + (2 * VirtualTime.Second));
        if (_world.Auditor.Violation is null)
        {
            LookAtRest();
        }

        if (_world.Auditor.Violation is not null)
        {
            _world.Note(TraceEvent.Violated, 0);
        }

        var (admitted, allowed) = Utilisation();
        return new SimulationResult(
            _world.Scenario, _world.Auditor.Violation, trace.Hash, _world.Time.Happened, _world.Decisions, admitted, allowed, trace.Lines)
        {
            Peaks = _world.Auditor.Peaks,
        };
    }

    private void RunUntil(long time)
    {
        while (_world.Auditor.Violation is null && _world.Time.Step(time))
        {
        }
    }

    private SimulatedGateway StartGateway(int place)
    {
        var gateway = new SimulatedGateway(_world, _cluster, _world.ClockOf(isSilo: false), place, ++_processes);
        gateway.Start();
        return gateway;
    }

    private void LookAtRest()
    {
        var scenario = _world.Scenario;
        if (!Array.TrueForAll(_gateways, gateway => gateway.IsSettled))
        {
            _world.Auditor.Fail(_world.Seconds, "Rest: a gateway still has something out, or to report");
        }

        for (var identity = 0; identity < scenario.Identities; identity++)
        {
            if (_cluster.CurrentOf(identity) is not { State: { } state } activation)
            {
                _world.Auditor.Fail(_world.Seconds, $"Rest: nobody serves identity {identity}");
                continue;
            }

            var now = activation.Silo.Clock.At(_world.Time.Now);
            var (local, strict) = (_world.DecidedLocally[identity], _world.AskedAtOwners[identity]);
            var least = _world.HasLostHolders ? 0 : local + (_world.HasLostActivations[identity] ? 0 : strict);
            _world.Auditor.OnQuiet(identity, _world.Seconds, state.KnownTargets(now), state.Evidence.Asked, least, local + strict);
            if (scenario.Mix == FaultMix.None && scenario.Shape is PolicyShape.Novel or PolicyShape.ItemsAndNovel)
            {
                var limits = state.Peek(Scenario.Capability, scenario.Policy, now);
                _world.Auditor.OnQuietPermits(identity, _world.Seconds, limits.Length - 1, limits[^1].Remaining);
            }
        }
    }

    private (double Admitted, double Allowed) Utilisation()
    {
        var scenario = _world.Scenario;
        if (scenario.Policy.Limits is not [var limit] || _world.Auditor.Violation is not null)
        {
            return (0, 0);
        }

        var allowed = limit.Burst + (limit.Quota / limit.Period.TotalSeconds * scenario.Seconds);
        var (sum, most) = (0.0, 0.0);
        for (var identity = 0; identity < scenario.Identities; identity++)
        {
            sum += _world.Auditor.AdmittedOf(identity);
            most += Math.Min(allowed, _world.Auditor.AskedOf(identity));
        }

        return (sum, most);
    }
}
