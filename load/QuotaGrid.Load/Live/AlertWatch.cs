using QuotaGrid.Load.Service;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Live;

/// <summary>Looks for alerts as an operator does: at the silos' metric of convictions, several times a second.</summary>
public sealed class AlertWatch : IAsyncDisposable
{
    private const string Convictions = "quotagrid_identity_convictions_total";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private static readonly string Label = $"quotagrid_capability=\"{LivePolicies.Attacked}\"";

    private readonly LiveCluster _cluster;
    private readonly RunClock _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly double _before;
    private Task _looking = Task.CompletedTask;

    private AlertWatch(LiveCluster cluster, RunClock clock, double before) => (_cluster, _clock, _before) = (cluster, clock, before);

    /// <summary>When the first conviction was seen; null when none was.</summary>
    public TimeSpan? First { get; private set; }

    /// <summary>Begins to look; what was convicted before does not count.</summary>
    public static async Task<AlertWatch> StartAsync(LiveCluster cluster, RunClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var watch = new AlertWatch(cluster, clock, await cluster.SumOfSilosAsync(Convictions, Label, cancellation));
        watch._looking = watch.LookAsync();
        return watch;
    }

    /// <summary>Looks a last time.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        await _looking;
        await LookOnceAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        try
        {
            while (true)
            {
                await LookOnceAsync(_stop.Token);
                await Task.Delay(LookAgain, TimeProvider.System, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The attack is over.
        }
    }

    private async Task LookOnceAsync(CancellationToken cancellation)
    {
        try
        {
            if (await _cluster.SumOfSilosAsync(Convictions, Label, cancellation) > _before)
            {
                First ??= _clock.Elapsed;
            }
        }
        catch (RequestFailedException)
        {
            // Too busy to answer; there is a next look.
        }
    }
}
