using QuotaGrid.Load.Universe;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Census;

/// <summary>
/// One identity of the 2025 enumeration: sweeps its slice of the country in order, at a steady rate, whatever it is answered. An
/// open loop: a slow answer does not slow the attack down, until <see cref="MaxInFlight"/> batches wait.
/// </summary>
public sealed class Attacker
{
    /// <summary>The batches of one attacker that may wait for an answer.</summary>
    public const int MaxInFlight = 16;

    private readonly Sweep _sweep;
    private readonly int _batch;
    private readonly TimeSpan _interval;

    /// <summary>Makes an attacker.</summary>
    /// <param name="client">Its identity.</param>
    /// <param name="sweep">What it asks for.</param>
    /// <param name="rate">How fast, in lookups a second.</param>
    /// <param name="batch">The numbers of a request.</param>
    public Attacker(LookupClient client, Sweep sweep, int rate, int batch)
    {
        Client = client;
        _sweep = sweep;
        _batch = batch;
        _interval = TimeSpan.FromSeconds((double)batch / rate);
    }

    /// <summary>The attacker's identity.</summary>
    public LookupClient Client { get; }

    /// <summary>Attacks until the time is over or the slice is swept.</summary>
    public async Task RunAsync(RunClock clock, TimeSpan duration, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(clock);
        using var inFlight = new SemaphoreSlim(MaxInFlight);
        var lookups = new List<Task>();
        try
        {
            // Counted, not timed: whether a batch that is due at the very end is still sent must not depend on the clock.
            var batches = Math.Max(1, (long)Math.Round(duration / _interval));
            for (var batch = 0L; batch < batches; batch++)
            {
                await clock.UntilAsync(_interval * batch, cancellation);
                await inFlight.WaitAsync(cancellation);
                if (clock.Elapsed >= duration || _sweep.Take(_batch) is not { Count: > 0 } numbers)
                {
                    break;
                }

                lookups.Add(LookUpAsync(numbers));
            }
        }
        finally
        {
            await Task.WhenAll(lookups);
        }

        async Task LookUpAsync(IReadOnlyList<E164Number> numbers)
        {
            await Client.LookUpAsync(numbers, cancellation);
            inFlight.Release();
        }
    }
}
