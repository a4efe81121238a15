using BenchmarkDotNet.Attributes;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Benchmarks;

/// <summary>What one decision costs inside an identity: three limits, an address book of 300 known targets.</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private const int BookSize = 300;

    private static readonly CapabilityDefinition Contacts =
        new(Capability.Parse("contacts.lookup"), TargetSpace.Integer, DefaultRegion: null, TimeSpan.FromDays(30), PolicyBounds.MaxBatch);

    private static readonly Policy Policy = new(
        "bench",
        Contacts.Name,
        Plan.Default,
        Stage.Enforced,
        FailMode.Closed,
        [
            new("items", LimitKind.Velocity, LimitUnit.Items, Quota: 1_000_000_000, TimeSpan.FromMinutes(2), Burst: 1_000_000_000),
            new("novel", LimitKind.Novel, LimitUnit.Items, Quota: 5_000, TimeSpan.FromDays(30), Burst: 5_000),
            new("distinct", LimitKind.Distinct, LimitUnit.Items, Quota: 10_000, TimeSpan.FromDays(1), Burst: 10_000),
        ]);

    private readonly Fingerprint[] _book = new Fingerprint[BookSize];
    private readonly Fingerprint[] _one = new Fingerprint[1];
    private readonly CanonicalTarget[] _numbers = new CanonicalTarget[BookSize];
    private readonly string _phoneNumber = "+14155550101";
    private readonly Fingerprinter _fingerprinter = new(FingerprintKey.Derive(new byte[32]));
    private readonly CapabilityState _state = new(Contacts.Horizon);
    private Instant _now = Instant.From(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000));

    /// <summary>Fills the address book and lets the identity know it.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < BookSize; i++)
        {
            CanonicalTarget.TryRead(TargetSpace.Integer, defaultRegion: null, $"{14_155_550_000 + i}", out _numbers[i], out _);
        }

        _fingerprinter.OfEach(_numbers, _book);
        _one[0] = _book[BookSize / 2];
        _state.Decide(Contacts, Policy, _book, Admission.Partial, _now);
    }

    /// <summary>One known target.</summary>
    [Benchmark]
    public Decision OneKnownTarget()
    {
        _now += TimeSpan.FromMilliseconds(1);
        return _state.Decide(Contacts, Policy, _one, Admission.Partial, _now);
    }

    /// <summary>The whole book again.</summary>
    [Benchmark(OperationsPerInvoke = BookSize)]
    public Decision BookOfKnownTargets()
    {
        _now += TimeSpan.FromMilliseconds(1);
        return _state.Decide(Contacts, Policy, _book, Admission.Partial, _now);
    }

    /// <summary>The whole book of an identity that was never seen.</summary>
    [Benchmark(OperationsPerInvoke = BookSize)]
    public Decision BookOfNewTargets() => new CapabilityState(Contacts.Horizon).Decide(Contacts, Policy, _book, Admission.Partial, _now);

    /// <summary>The fingerprints of the book's numbers.</summary>
    [Benchmark(OperationsPerInvoke = BookSize)]
    public Fingerprint Fingerprints()
    {
        _fingerprinter.OfEach(_numbers, _book);
        return _book[0];
    }

    /// <summary>Reading one phone number that is canonical already.</summary>
    [Benchmark]
    public bool ReadPhoneNumber() => CanonicalTarget.TryRead(TargetSpace.E164, defaultRegion: null, _phoneNumber, out _, out _);
}
