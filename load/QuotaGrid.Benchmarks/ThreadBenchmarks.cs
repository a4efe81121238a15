using BenchmarkDotNet.Attributes;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Benchmarks;

/// <summary>
/// One known target, on one thread and on two that share nothing, for each request of a thread: the ratio is 1 when they do not disturb each other.
/// </summary>
public class ThreadBenchmarks
{
    private const int Requests = 100_000;

    private RunThread _first = null!;
    private RunThread _second = null!;

    /// <summary>Starts the threads.</summary>
    [GlobalSetup]
    public void Start() => (_first, _second) = (new RunThread(new HotRaces(seed: 1).OwnSingle), new RunThread(new HotRaces(seed: 1).OwnSingle));

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void End()
    {
        _first.Dispose();
        _second.Dispose();
    }

    /// <summary>One thread.</summary>
    [Benchmark(OperationsPerInvoke = Requests, Baseline = true)]
    public void One()
    {
        using var line = new Barrier(1);
        _first.Start(Requests, line);
        _first.Join();
    }

    /// <summary>Two threads, each as much as one alone.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public void Two()
    {
        using var line = new Barrier(2);
        _first.Start(Requests, line);
        _second.Start(Requests, line);
        _first.Join();
        _second.Join();
    }
}
