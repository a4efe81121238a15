using Orleans.Concurrency;

namespace QuotaGrid.Grains.Health;

/// <summary>A stateless worker, so that it is on the silo that asks, and needs neither the directory nor storage.</summary>
[GrainType("pulse"), StatelessWorker(1)]
internal sealed class PulseGrain : Grain, IPulseGrain
{
    public ValueTask BeatAsync() => ValueTask.CompletedTask;
}
