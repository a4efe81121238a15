using QuotaGrid.Core.Policies;

namespace QuotaGrid.Load.Simulation;

/// <summary>What one identity asks for: quiet times, steady ones and bursts; targets that are new and some that were asked for before; at any gateway or mostly at one.</summary>
internal sealed class Workload
{
    private const double MaxPerSecond = 60;
    private const long MaxPulse = 400;

    private readonly World _world;
    private readonly SimulatedGateway[] _gateways;
    private readonly int _identity;
    private readonly double _perSecond;
    private readonly double _perRequest;
    private readonly double _burst;
    private readonly bool _isHot;
    private double _intensity = 1;
    private long _phaseEnds;
    private int _targets;

    public Workload(World world, SimulatedGateway[] gateways, int identity)
    {
        (_world, _gateways, _identity) = (world, gateways, identity);
        var scenario = world.Scenario;
        var limit = scenario.Policy.Limits[^1];
        var most = (limit.Burst + (limit.Quota / limit.Period.TotalSeconds * scenario.Seconds)) / scenario.Seconds;
        var perRequest = limit.Unit == LimitUnit.Requests ? 1 : (1 + scenario.MaxBatch) / 2.0 * (limit.Kind == LimitKind.Novel ? 1 - scenario.KnownShare : 1);
        (_perRequest, _burst) = (perRequest, limit.Burst);
        _perSecond = Math.Min(MaxPerSecond, Math.Max(0.5, scenario.Overload * most / perRequest));
        _isHot = world.Chance(0.7);
    }

    /// <summary>Begins to ask.</summary>
    public void Start() => _world.Time.In(_world.Between(0, 1), Next);

    private void Next()
    {
        if (!_world.IsFaulty)
        {
            return;
        }

        if (_world.Time.Now >= _phaseEnds)
        {
            BeginPhase();
        }

        if (_intensity == 0)
        {
            _world.Time.At(_phaseEnds, Next);
            return;
        }

        Ask();
        _world.Time.In(Math.Max(1, (long)(-Math.Log(1 - _world.Random.Unit()) / (_perSecond * _intensity) * VirtualTime.Second)), Next);
    }

    private void BeginPhase()
    {
        if (_world.Scenario.OnlyAmbushes || _world.Chance(0.2))
        {
            BeginAmbush();
            return;
        }

        _phaseEnds = _world.Time.Now + _world.Between(0.3, _world.Chance(0.5) ? 2.5 : 10);
        _intensity = _world.Random.Below(5) switch { 0 => 0, 1 => 0.3, 2 => 4, _ => 1 };
        Pulse(_world.Chance(0.5) ? _world.Random.Below(30) : 0);
    }

    // The worst that a client can do: wait until the limit is full, get leases, and use them and all the rest at the moment at which they end.
    private void BeginAmbush()
    {
        _intensity = 0;
        var first = _world.Between(0, 12);
        var second = first + (_world.Scenario.Rules.Lease.Ticks * 100) + _world.Between(-0.3, 2);
        _phaseEnds = _world.Time.Now + second + 1;
        var all = Math.Min(MaxPulse, (long)(_burst / _perRequest) + 1);
        _world.Time.In(first, () => Pulse(2 + _world.Random.Below(1 + (all / 3)), _world.Random.Below(_gateways.Length)));
        _world.Time.In(second, () =>
        {
            for (var place = 0; place < _gateways.Length; place++)
            {
                Pulse(all, place);
            }
        });
    }

    private void Pulse(long requests, long? place = null)
    {
        for (; requests > 0 && _world.IsFaulty; requests--)
        {
            Ask(place);
        }
    }

    private void Ask(long? at = null)
    {
        var place = at ?? (_isHot || _world.Chance(0.1) ? _world.Random.Below(_gateways.Length) : _identity % _gateways.Length);
        var gateway = _gateways[place];
        var targets = new int[1 + _world.Random.Below(_world.Scenario.MaxBatch)];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = _targets > 0 && _world.Chance(_world.Scenario.KnownShare) ? (int)_world.Random.Below(_targets) : _targets++;
        }

        var request = new Request(_identity, targets);
        gateway.Run(() => gateway.Ask(request));
    }
}
