using Microsoft.Extensions.Hosting;
using QuotaGrid.Contracts.Health;

namespace QuotaGrid.Grains.Health;

/// <summary>
/// Takes the way of a decision through this silo again and again, as far as it needs nobody else: the message, the activation, the scheduler's turn. It has a queue of its own, so that a silo with
/// too much to do is not taken for one that hangs, and depends on no other silo and on no database.
/// </summary>
internal sealed class SiloPulse(IGrainFactory grains, Heartbeats heartbeats, TimeProvider time) : BackgroundService
{
    /// <summary>The loop's name.</summary>
    public const string Loop = "silo";

    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // What is not answered by then is asked again, and waits no longer itself.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await grains.GetGrain<IPulseGrain>(0).BeatAsync().AsTask().WaitAsync(Patience, time, stoppingToken);
                heartbeats.Beat(Loop);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // One failure means nothing; silence does.
            }
        }
    }
}
