namespace QuotaGrid.Load.Simulation;

/// <summary>The silos and the directory, which knows the activation of each identity. A gateway may go on asking an old one for a while.</summary>
internal sealed class Cluster
{
    private readonly World _world;
    private readonly Activation?[] _current;
    private readonly (Activation? Old, long Until)[,] _stale;
    private ulong _epochs;

    /// <summary>Starts the silos.</summary>
    public Cluster(World world, SimulatedNetwork network)
    {
        (_world, Network) = (world, network);
        Store = new SimulatedStore(world);
        Silos = [.. Enumerable.Range(0, world.Scenario.Silos).Select(place => new SimulatedProcess(world.Time, world.ClockOf(isSilo: true), place))];
        _current = new Activation?[world.Scenario.Identities];
        _stale = new (Activation?, long)[world.Scenario.Gateways, world.Scenario.Identities];
    }

    public SimulatedNetwork Network { get; }

    public SimulatedStore Store { get; }

    public SimulatedProcess[] Silos { get; }

    /// <summary>The activation of an identity, if there is one.</summary>
    public Activation? CurrentOf(int identity) => _current[identity];

    /// <summary>The activation that a gateway asks; null when there is no silo.</summary>
    public Activation? Route(SimulatedGateway gateway, int identity)
    {
        var (old, until) = _stale[gateway.Place, identity];
        return old is { IsOver: false } && old.Silo.IsAlive && _world.Time.Now < until ? old : CurrentOrNew(identity);
    }

    /// <summary>The activation of an identity, begun when there is none; null when there is no silo.</summary>
    public Activation? CurrentOrNew(int identity)
    {
        if (_current[identity] is { } current)
        {
            return current;
        }

        var able = Array.FindAll(Silos, silo => silo.IsAlive && !silo.IsEvicted && _world.Time.Now >= silo.PausedUntil);
        if (able.Length == 0)
        {
            return null;
        }

        var begun = new Activation(_world, this, able[_world.Random.Below(able.Length)], identity, ++_epochs * 0x9E37_79B9);
        _current[identity] = begun;
        begun.Begin();
        return begun;
    }

    /// <summary>Carries a message to where an identity is now, from where it no longer is.</summary>
    public void Forward(Message message)
    {
        if (CurrentOrNew(message.Identity) is { } current)
        {
            Network.Send(message.From, current.Silo, toSilo: true, () => current.Receive(message));
        }
    }

    /// <summary>An activation ended.</summary>
    public void OnOver(Activation activation)
    {
        if (_current[activation.Identity] == activation)
        {
            _current[activation.Identity] = null;
        }
    }

    /// <summary>A silo is believed dead: its identities are served elsewhere. Some gateways learn of that later.</summary>
    public void Evict(SimulatedProcess silo)
    {
        silo.IsEvicted = true;
        _world.Note(TraceEvent.Evicted, silo.Place);
        for (var identity = 0; identity < _current.Length; identity++)
        {
            if (_current[identity] is not { } old || old.Silo != silo)
            {
                continue;
            }

            _current[identity] = null;
            _world.HasLostActivations[identity] = true;
            for (var gateway = 0; gateway < _world.Scenario.Gateways; gateway++)
            {
                _stale[gateway, identity] = (old, _world.Chance(0.5) ? Math.Max(_world.Time.Now, silo.PausedUntil) + _world.Between(0, 12) : 0);
            }
        }
    }

    /// <summary>Ends a silo's process at once.</summary>
    public void Kill(SimulatedProcess silo)
    {
        silo.Kill();
        _world.Note(TraceEvent.Killed, silo.Place);
    }

    /// <summary>Starts a process again where one died, with another clock.</summary>
    public void Restart(int place)
    {
        if (!Silos[place].IsAlive)
        {
            Silos[place] = new SimulatedProcess(_world.Time, _world.ClockOf(isSilo: true), place);
        }
    }
}
