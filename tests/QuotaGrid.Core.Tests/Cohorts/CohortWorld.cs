using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Containment;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Cohorts;

/// <summary>Some silos with identities that come with cohorts, and the cohorts' ledgers. Target n is new to everyone below <see cref="WatchedWorld.Shared"/>; from there on others asked for it.</summary>
internal sealed class CohortWorld
{
    /// <summary>The honest share of targets that are new to everyone, at most.</summary>
    public static readonly ShareBound Bound = ShareBound.Of(0.25);

    public static readonly Detection Watching = WatchedWorld.Watching with { Cohorts = ["network", "client", Cohort.SignUpHourKind] };

    private readonly ClusterView _view = new(Look, static (_, _) => { });
    private readonly Dictionary<int, CapabilityState> _states = [];
    private readonly Dictionary<CohortKey, CohortLedger> _ledgers = [];
    private readonly List<CohortReplica> _replicas = [];
    private ulong _reporters;

    public CohortWorld(int silos = 1)
    {
        _view.Learn(Some.Lookup.Name, new Market(1), new HonestBounds(Bound, ShareBound.Whole, ShareBound.Whole));
        for (var silo = 0; silo < silos; silo++)
        {
            _replicas.Add(new CohortReplica(() => ++_reporters));
        }
    }

    public Policy Policy { get; set; } = WatchedWorld.Under(Watching);

    public IReadOnlyList<CohortReplica> Replicas => _replicas;

    public static CohortKey Client(string value) => new(Some.Lookup.Name, Cohort.Of("client", value));

    public static CohortKey Everybody => CohortKey.EverybodyOf(Some.Lookup.Name);

    public CapabilityState StateOf(int identity) => _states[identity];

    public void Store(int identity) => _states[identity] = Some.Copy(_states[identity]);

    /// <summary>Forgets an identity, to save memory.</summary>
    public void Retire(int identity) => _states.Remove(identity);

    public Decision Ask(int identity, uint[] numbers, Instant now, string? client = "phone", int silo = 0, Admission admission = Admission.Partial)
    {
        Cohort[] cohorts = client is null ? [] : [Cohort.Of("network", $"{identity / 8}"), Cohort.Of("client", client)];
        TargetPlace[] places = [.. numbers.Select(WatchedWorld.PlaceOf)];
        return StateFor(identity).Decide(Some.Lookup, Policy, Some.Targets(numbers), admission, now, sight: new Sight(_view, Some.Lookup.Name, places, [])
        {
            Cohorts = Policy.Detection!.Cohorts.IsEmpty ? default : new CohortSight(_replicas[silo], Policy.Detection.Cohorts, cohorts, identity),
        });
    }

    /// <summary>Lets silos and cohorts exchange what they know.</summary>
    public void Exchange(Instant now)
    {
        foreach (var replica in _replicas)
        {
            while (replica.TryTake(out var cohort))
            {
                var report = cohort.Report();
                cohort.Learn(report.Counts, LedgerOf(cohort.Key).Report(report, now));
            }
        }
    }

    public CohortTotals TotalsOf(CohortKey key) => LedgerOf(key).Totals;

    /// <summary>Counts in a cohort what silos elsewhere counted.</summary>
    public void CountElsewhere(CohortKey key, CohortCounts counts, Instant now) => LedgerOf(key).Report(new CohortReport(++_reporters, counts, default), now);

    /// <summary>How many targets that are new to everyone convict an identity of a weight.</summary>
    public static int ConvictingWith(double logWeight)
    {
        var (evidence, targets) = (new SweepEvidence(), 0);
        for (; evidence.PeakLogEValue < Math.Log(1_000_000) - logWeight; targets++)
        {
            evidence.OnNovel(true, Bound, Some.Start);
        }

        return targets;
    }

    private CapabilityState StateFor(int identity) => _states.TryGetValue(identity, out var state) ? state : _states[identity] = Some.New();

    private CohortLedger LedgerOf(CohortKey key) => _ledgers.TryGetValue(key, out var ledger) ? ledger : _ledgers[key] = new CohortLedger();

    private static PlaceCoverage Look(TargetPlace place) => place.Block >= WatchedWorld.Shared / 10_000 ? PlaceCoverage.Asked : PlaceCoverage.New;
}
