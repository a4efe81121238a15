using QuotaGrid.Contracts.Gateways;

namespace QuotaGrid.Grains.Gateways;

/// <summary>Counts the gateways that announce themselves.</summary>
[GrainType("gateways")]
internal sealed class GatewaysGrain(TimeProvider time) : Grain, IGatewaysGrain
{
    private const int IntervalsToForget = 3;

    private readonly Dictionary<ulong, long> _heard = [];

    public ValueTask<int> AnnounceAsync(ulong run)
    {
        foreach (var silent in _heard.Where(gateway => time.GetElapsedTime(gateway.Value) > IGatewaysGrain.Interval * IntervalsToForget).ToArray())
        {
            _heard.Remove(silent.Key);
        }

        if (_heard.Count < IGatewaysGrain.MaxGateways || _heard.ContainsKey(run))
        {
            _heard[run] = time.GetTimestamp();
        }

        return ValueTask.FromResult(Math.Max(1, _heard.Count));
    }
}
