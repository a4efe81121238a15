using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using QuotaGrid.Contracts.Gateways;

namespace QuotaGrid.Gateway.FailModes;

/// <summary>
/// Says every few seconds that this gateway is there, and keeps how many there are. For a while the largest number counts, because a grain that has begun anew has not heard of all of them yet, and
/// because too many gateways make the shares too small, too few make them too large.
/// </summary>
internal sealed class LiveGateways(IGrainFactory grains, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly ulong _run = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly Lock _gate = new();
    private readonly Queue<(long At, int Count)> _counts = [];

    /// <summary>How many gateways there are, from 1; as long as no silo has said so, this one.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _counts.Count == 0 ? 1 : _counts.Max(count => count.Count);
            }
        }
    }

    /// <summary>Takes notice of a number.</summary>
    public void Take(int count)
    {
        lock (_gate)
        {
            // The latest is kept however old it is: while no silo answers it is the best there is.
            _counts.Enqueue((time.GetTimestamp(), count));
            while (_counts.Count > 1 && time.GetElapsedTime(_counts.Peek().At) > Memory)
            {
                _counts.Dequeue();
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IGatewaysGrain.Interval, time);
        do
        {
            try
            {
                Take(await grains.GetGrain<IGatewaysGrain>(IGatewaysGrain.Key).AnnounceAsync(_run).AsTask().WaitAsync(IGatewaysGrain.Interval, time, stoppingToken));
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The number that is known stays. That no silo answers is counted and logged where it matters.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
