using System.Collections.Concurrent;
using System.Diagnostics;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Load.Faults.Audit;

namespace QuotaGrid.Load.Faults.Gateway;

/// <summary>Drives one gateway process: asks when it is time to, whether or not what was asked before is answered, and logs every request.</summary>
public sealed class FaultDriver : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    // A decision takes two seconds at most; the rest is for a machine that is busy.
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(6);

    private readonly QuotaGridClient _client;
    private readonly FaultAsker[] _askers;
    private readonly StreamWriter _log;
    private readonly ConcurrentQueue<Ask> _done = [];
    private int _inFlight;

    /// <summary>Creates it.</summary>
    /// <param name="client">What is asked.</param>
    /// <param name="gateway">The place of the process among the gateways, from 0.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="logFile">Where the log goes: an <see cref="Ask"/> a line.</param>
    public FaultDriver(QuotaGridClient client, int gateway, int seed, string logFile)
    {
        (_client, _log) = (client, new StreamWriter(logFile));
        var start = Stopwatch.GetTimestamp();
        _askers = [.. FaultPopulation.Identities.Select(identity => new FaultAsker(identity, gateway, seed, start))];
    }

    /// <summary>Asks until it is told to stop, and waits for the answers.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Step, TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            AskWhatIsDue();
            await WriteAsync();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        for (var waited = Stopwatch.StartNew(); Volatile.Read(ref _inFlight) > 0 && waited.Elapsed < LastAnswers;)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        await WriteAsync();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private void AskWhatIsDue()
    {
        foreach (var asker in _askers)
        {
            while (asker.NextIfDue(Stopwatch.GetTimestamp(), out var targets) is { } request)
            {
                Interlocked.Increment(ref _inFlight);
                _ = AskAsync(asker, request, targets);
            }
        }
    }

    private async Task AskAsync(FaultAsker asker, DecisionRequest request, long[] targets)
    {
        var start = Stopwatch.GetTimestamp();
        GatewayDecision? decision = null;
        try
        {
            decision = await _client.DecideAsync(request);
        }
        catch (Exception failure) when (failure is QuotaUnavailableException or InvalidValueException)
        {
            // Nobody decided: that is what is measured.
        }
        catch (Exception unforeseen)
        {
            await Console.Error.WriteLineAsync($"{request.Identity}: {unforeseen}");
        }

        _done.Enqueue(asker.Note(start, Stopwatch.GetTimestamp(), targets, decision));
        Interlocked.Decrement(ref _inFlight);
    }

    private async Task WriteAsync()
    {
        while (_done.TryDequeue(out var ask))
        {
            await _log.WriteLineAsync(ask.Format());
        }
    }
}
