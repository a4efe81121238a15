using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Benchmarks;

/// <summary>What cohorts add to one decision about known targets: under limits alone, watched, and watched with the five cohorts of the deployed policy.</summary>
[MemoryDiagnoser]
public class CohortBenchmarks
{
    private static readonly Capability Lookup = Capability.Parse("contacts.lookup");
    private static readonly CapabilityDefinition Definition = new(Lookup, TargetSpace.E164, null, TimeSpan.FromDays(30), 1_000);
    private static readonly ImmutableArray<string> Kinds = ["network", "asn", "client", "build", Cohort.SignUpHourKind];

    private readonly Instant _now = new(1_800_000_000L * Instant.NanosPerSecond);
    private readonly ClusterView _view = new(static _ => PlaceCoverage.Asked, static (_, _) => { });
    private readonly Cohort[] _cohorts = [Cohort.Of("network", "203.0.113.0/24"), Cohort.Of("asn", "64500"), Cohort.Of("client", "ja4:t13d1516h2_8daaf6152771"), Cohort.Of("build", "4.1.7")];
    private readonly ulong[] _allowed = new ulong[ItemSet.WordsFor(1_000)];
    private CohortReplica _replica = null!;
    private CapabilityState _limited = null!;
    private CapabilityState _watched = null!;
    private CapabilityState _together = null!;
    private Policy _limits = null!;
    private Policy _watching = null!;
    private Policy _looking = null!;
    private Fingerprint[] _targets = [];
    private TargetPlace[] _places = [];
    private ulong _reporters;

    /// <summary>The targets of a decision.</summary>
    [Params(1, 100)]
    public int Targets { get; set; }

    /// <summary>Makes an identity of each kind that knows the targets, and others that share its cohorts.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var detection = new Detection(Stage.Enforced, 1_000_000, [new(ContainmentAction.Tighten, TimeSpan.FromDays(1))]);
        _limits = new("some", Lookup, Plan.Default, Stage.Enforced, FailMode.Closed, [new("novel", LimitKind.Novel, LimitUnit.Items, 5_000, TimeSpan.FromDays(30), 20_000)]);
        (_watching, _looking) = (_limits with { Detection = detection }, _limits with { Detection = detection with { Cohorts = Kinds } });
        _targets = [.. Enumerable.Range(1, Targets).Select(i => new Fingerprint((ulong)i * 0x9E37_79B9_7F4A_7C15))];
        _places = [.. Enumerable.Range(0, Targets).Select(i => new TargetPlace(RegionKey.Parse("e164:1212"), 0, i))];
        _replica = new CohortReplica(() => ++_reporters);
        (_limited, _watched, _together) = (new(Definition.Horizon), new(Definition.Horizon), new(Definition.Horizon));
        for (var member = 1; member <= HeldCohort.LeastMembers; member++)
        {
            Look(new CapabilityState(Definition.Horizon), member);
        }

        Limits();
        Watched();
        WatchedWithCohorts();
    }

    /// <summary>Under limits alone.</summary>
    [Benchmark(Baseline = true)]
    public int Limits() => _limited.Admit(Definition, _limits, _targets, Admission.Partial, _now, _allowed).Allowed;

    /// <summary>Watched.</summary>
    [Benchmark]
    public int Watched() => _watched.Admit(Definition, _watching, _targets, Admission.Partial, _now, _allowed, new Sight(_view, Lookup, _places, default)).Allowed;

    /// <summary>Watched, with five cohorts, which somebody exchanges meanwhile.</summary>
    [Benchmark]
    public int WatchedWithCohorts()
    {
        var allowed = Look(_together, 0);
        while (_replica.TryTake(out _))
        {
        }

        return allowed;
    }

    private int Look(CapabilityState state, int member) => state.Admit(Definition, _looking, _targets, Admission.Partial, _now, _allowed, new Sight(_view, Lookup, _places, default)
    {
        Cohorts = new CohortSight(_replica, Kinds, _cohorts, member),
    }).Allowed;
}
