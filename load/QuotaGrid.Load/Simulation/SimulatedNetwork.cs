namespace QuotaGrid.Load.Simulation;

/// <summary>What carries messages between gateways and silos: late, never, twice, in another order.</summary>
internal sealed class SimulatedNetwork
{
    private readonly World _world;
    private readonly double _typicalSeconds;
    private readonly double _drop;
    private readonly double _duplicate;
    private readonly double _delay;
    private readonly (long There, long Back)[] _slow;

    /// <summary>Draws how bad the network is.</summary>
    public SimulatedNetwork(World world)
    {
        _world = world;
        _typicalSeconds = world.Random.Between(0.0002, 0.005);
        _slow = new (long, long)[world.Scenario.Gateways];
        for (var i = 0; i < _slow.Length; i++)
        {
            _slow[i] = world.Scenario.HasSlowLinks && world.Chance(0.5) ? (world.Between(0, 0.1), world.Between(0.3, 0.75)) : default;
        }

        if (world.Has(FaultMix.Loss))
        {
            (_drop, _duplicate, _delay) = (world.Random.Between(0, 0.2), world.Random.Between(0, 0.2), world.Random.Between(0, 0.15));
        }
    }

    /// <summary>Carries a message between a gateway and a silo.</summary>
    public void Send(SimulatedProcess gateway, SimulatedProcess silo, bool toSilo, Action deliver)
    {
        if (_world.Time.Now < Math.Max(gateway.CutUntil, silo.CutUntil) || (_world.IsFaulty && _world.Chance(_drop)))
        {
            return;
        }

        var copies = _world.IsFaulty && _world.Chance(_duplicate) ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            var latency = _world.Around(_typicalSeconds) + (toSilo ? _slow[gateway.Place].There : _slow[gateway.Place].Back);
            if (_world.IsFaulty && _world.Chance(_delay))
            {
                latency += _world.Chance(0.3) ? _world.Between(0, 8) : _world.Between(0, 1.5);
            }

            var to = toSilo ? silo : gateway;
            _world.Time.In(latency, () => to.Run(deliver));
        }
    }
}
