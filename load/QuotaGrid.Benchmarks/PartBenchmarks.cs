using BenchmarkDotNet.Attributes;
using QuotaGrid.Core.Targets;
using QuotaGrid.Load.Bench;
using QuotaGrid.Load.Bench.Measuring;

namespace QuotaGrid.Benchmarks;

/// <summary>What a decision, and what comes before it in the gateway, is made of.</summary>
[MemoryDiagnoser]
public class PartBenchmarks
{
    private const int Items = 1_000;

    private readonly Dictionary<string, Contender> _parts = HotRaces.Parts().ToDictionary(contender => contender.Name);
    private readonly string _phoneNumber = "+14155550101";
    private readonly string _typedPhoneNumber = "+1 (415) 555-0101";

    /// <summary>GCRA: ask for one permit and charge it.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long Gcra() => _parts[RaceName.Gcra].Run(Items);

    /// <summary>The fingerprint of a number.</summary>
    [Benchmark(OperationsPerInvoke = Scenario.BatchSize)]
    public long Fingerprint() => _parts[RaceName.Fingerprint].Run(1);

    /// <summary>Reading one phone number that is canonical already.</summary>
    [Benchmark]
    public bool ReadPhoneNumber() => CanonicalTarget.TryRead(TargetSpace.E164, defaultRegion: null, _phoneNumber, out _, out _);

    /// <summary>Reading the same phone number as people type it.</summary>
    [Benchmark]
    public bool ReadTypedPhoneNumber() => CanonicalTarget.TryRead(TargetSpace.E164, defaultRegion: null, _typedPhoneNumber, out _, out _);
}
