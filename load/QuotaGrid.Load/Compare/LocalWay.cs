using System.Diagnostics;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Load.Compare;

/// <summary>Decisions from leases, through the gateway's public API, on as many threads as there are processors. What has to be asked for is asked for beside, and not counted.</summary>
internal sealed class LocalWay(QuotaGridClient client, CompareLookups lookups)
{
    private const int SampleEvery = 64;
    private const int Look = 256;

    private readonly QuotaGate _gate = client.GateFor(ComparePolicies.Lookup, Plan.Default);
    private readonly Identity[] _identities = [.. lookups.Identities];
    private readonly CanonicalTarget[] _targets = [.. lookups.Targets.Select(target => target.Target)];

    /// <summary>Asks for every contact of every identity until leases are out.</summary>
    public async Task WarmUpAsync(long count)
    {
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (n, cancellation) =>
        {
            var (identity, target) = lookups[n];
            if (_gate.TryDecide(_identities[identity], in _targets[target]).Kind == LocalAnswerKind.Ask)
            {
                await AskAsync(identity, target, cancellation);
            }
        });
    }

    /// <summary>Measures.</summary>
    public async Task<CompareTiming> MeasureAsync(TimeSpan span)
    {
        using var slots = new SemaphoreSlim(64);
        var threads = Environment.ProcessorCount;
        var tallies = Enumerable.Range(0, threads).Select(_ => new Tally()).ToArray();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(tallies.Select((tally, i) => Task.Factory.StartNew(
            () => Run(tally, i * (1L << 30) / threads, began, span, slots), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (decided, asked) = (tallies.Sum(tally => tally.Decided), tallies.Sum(tally => tally.Asked));
        var samples = tallies.Select(tally => tally.Samples).ToArray();
        return new CompareTiming(
            decided / seconds,
            LatencySamples.PercentileOf(samples, 0.5),
            LatencySamples.PercentileOf(samples, 0.99),
            (double)tallies.Sum(tally => tally.Bytes) / decided,
            (double)asked / (decided + asked));
    }

    private void Run(Tally tally, long first, long began, TimeSpan span, SemaphoreSlim slots)
    {
        for (var n = first; ; n += Look)
        {
            if (Stopwatch.GetElapsedTime(began) >= span)
            {
                return;
            }

            // What is asked for allocates: bytes are counted around the decisions alone.
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var missed = -1L;
            for (var i = n; i < n + Look; i++)
            {
                var (identity, target) = lookups[i];
                var at = i % SampleEvery == 0 ? Stopwatch.GetTimestamp() : 0;
                var kind = _gate.TryDecide(_identities[identity], in _targets[target]).Kind;
                if (at != 0)
                {
                    tally.Sample(at);
                }

                if (kind == LocalAnswerKind.Ask)
                {
                    tally.Asked++;
                    missed = i;
                }
                else
                {
                    tally.Decided++;
                }
            }

            tally.Bytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (missed >= 0 && slots.Wait(0))
            {
                var (identity, target) = lookups[missed];
                _ = AskThenReleaseAsync(identity, target, slots);
            }
        }
    }

    private async Task AskThenReleaseAsync(int identity, int target, SemaphoreSlim slots)
    {
        try
        {
            await AskAsync(identity, target, CancellationToken.None);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task AskAsync(int identity, int target, CancellationToken cancellation)
    {
        try
        {
            await client.DecideAsync(new DecisionRequest(lookups.Identities[identity], ComparePolicies.Lookup, [lookups.Targets[target].Text]), cancellation);
        }
        catch (QuotaUnavailableException)
        {
            // Its row is not stored yet: it is asked for again soon.
        }
    }

    private sealed class Tally
    {
        public long Decided;
        public long Asked;
        public long Bytes;

        public LatencySamples Samples { get; } = new();

        public void Sample(long began)
        {
            // The list of samples grows: that is not the decision's.
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            Samples.Add(began);
            Bytes -= GC.GetAllocatedBytesForCurrentThread() - bytes;
        }
    }
}
