using BenchmarkDotNet.Attributes;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Benchmarks;

/// <summary>What it costs to find a target's place, to ask whether anybody asked for it, and to mark it, in a numbering plan of 50 regions of 1,000 blocks.</summary>
[MemoryDiagnoser]
public class CoverageBenchmarks
{
    private const int Regions = 50;
    private const int Items = 4_096;

    private readonly Instant _now = new(1_000_000_000_000_000_000);
    private readonly RegionCoverage _region = new(CoverageWindow.Default);
    private readonly CoverageReplica _replica = new(CoverageWindow.Default);
    private readonly TargetPlacer _placer = new(FingerprintKey.Derive(new byte[16]));
    private readonly TargetPlace[] _hot = new TargetPlace[Items];
    private readonly TargetPlace[] _cold = new TargetPlace[1 << 20];
    private CanonicalTarget _phoneNumber;
    private CanonicalTarget _text;
    private byte[] _encoded = [];
    private int _next;

    /// <summary>The share of every block that was asked for, in percent.</summary>
    [Params(1, 30)]
    public int FillPercent { get; set; }

    /// <summary>Marks the plan and gives it to the replica.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var block = 0; block < RegionKey.Blocks; block++)
        {
            for (var i = 0; i < RegionKey.BlockTargets * FillPercent / 100; i++)
            {
                _region.Mark(block, random.Next(RegionKey.BlockTargets), _now);
            }
        }

        _encoded = _region.Encode();
        for (var i = 0; i < Regions; i++)
        {
            _replica.Apply(new RegionDelta(RegionOf(i), 0, default, new RegionPosition(new Epoch(1), 1, 0, 0), _encoded), _now);
        }

        for (var i = 0; i < _cold.Length; i++)
        {
            _cold[i] = new TargetPlace(RegionOf(random.Next(Regions)), random.Next(RegionKey.Blocks), random.Next(RegionKey.BlockTargets));
        }

        for (var i = 0; i < Items; i++)
        {
            _hot[i] = new TargetPlace(RegionOf(7), 500 + (i % 8), random.Next(RegionKey.BlockTargets));
        }

        CanonicalTarget.TryRead(TargetSpace.E164, defaultRegion: null, "+14155550101", out _phoneNumber, out _);
        CanonicalTarget.TryRead(TargetSpace.Opaque, defaultRegion: null, "someone@example.org", out _text, out _);
        Console.WriteLine($"// {Regions} regions take {_replica.Bytes:N0} bytes; one is stored in {_encoded.Length:N0}.");
    }

    /// <summary>The place of a phone number.</summary>
    [Benchmark]
    public TargetPlace PlaceOfPhoneNumber() => _placer.Of(_phoneNumber);

    /// <summary>The place of a text.</summary>
    [Benchmark]
    public TargetPlace PlaceOfText() => _placer.Of(_text);

    /// <summary>Looking in eight blocks that are in the cache.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public int LookHot() => Look(_hot);

    /// <summary>Looking anywhere in the plan.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public int LookCold()
    {
        _next = (_next + Items) % _cold.Length;
        return Look(_cold.AsSpan(_next, Items));
    }

    /// <summary>Marking what is marked already, or was not.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public int Mark()
    {
        _next = (_next + Items) % _cold.Length;
        var found = 0;
        foreach (var place in _cold.AsSpan(_next, Items))
        {
            found += _region.Mark(place.Block, place.Offset, _now) ? 1 : 0;
        }

        return found;
    }

    /// <summary>The fill of one block.</summary>
    [Benchmark]
    public double FillOf() => _region.FillOf(500);

    /// <summary>Reading a stored region.</summary>
    [Benchmark]
    public RegionCoverage Decode() => RegionCoverage.Decode(_encoded, CoverageWindow.Default);

    /// <summary>Storing a region.</summary>
    [Benchmark]
    public byte[] Encode() => _region.Encode();

    private int Look(ReadOnlySpan<TargetPlace> places)
    {
        var found = 0;
        foreach (var place in places)
        {
            found += (int)_replica.Look(place);
        }

        return found;
    }

    private static RegionKey RegionOf(int index) => RegionKey.Parse($"e164:1{index + 201}");
}
