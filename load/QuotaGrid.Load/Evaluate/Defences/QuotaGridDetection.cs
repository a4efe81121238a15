using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Evaluate.Plans;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>QuotaGrid's limits and its detection, decided by the core as an identity's grain does. What the regions' grains would know is a bit for each number, and known at once.</summary>
public sealed partial class QuotaGridDetection : IDefence
{
    private static readonly CapabilityDefinition Definition = DeployedPolicy.Detection.Definition;

    private static readonly Policy Enforced = DeployedPolicy.Detection.Policy with { Detection = DeployedPolicy.Detection.Policy.Detection! with { Stage = Stage.Enforced } };

    // As if the plan's blocks were area codes of one country.
    private static readonly RegionKey[] Regions = [.. Enumerable.Range(1_200, 100).Select(prefix => RegionKey.Parse($"e164:{prefix}"))];

    // How often silos learn what honest shares may be.
    private const double LearnSeconds = 600;

    private readonly World _world;
    private readonly ulong _key;
    private readonly CapabilityState?[] _states;
    private readonly Standing[] _standings;
    private readonly Baseline _novelty;
    private readonly Baseline _missing;
    private readonly ClusterView _view;
    private readonly NumberBits _asked;
    private readonly bool _isBranch;
    private readonly Fingerprint[] _fingerprints = new Fingerprint[ContactRequest.MaxBatch];
    private readonly Fingerprint[] _hits = new Fingerprint[ContactRequest.MaxBatch];
    private readonly Fingerprint[] _misses = new Fingerprint[ContactRequest.MaxBatch];
    private readonly TargetPlace[] _places = new TargetPlace[ContactRequest.MaxBatch];
    private readonly ulong[] _neighbours = new ulong[ContactRequest.MaxWords];
    private double _learnedAt = double.NegativeInfinity;
    private double _second;

    // Of the latest request.
    private bool _isWithheld;

    /// <summary>Makes one that knows nobody and nothing.</summary>
    public QuotaGridDetection(World world, int identities)
        : this(world, identities, new Baseline(BaselineRules.Novelty), new Baseline(BaselineRules.Missing), isBranch: false)
    {
    }

    private QuotaGridDetection(World world, int identities, Baseline novelty, Baseline missing, bool isBranch)
    {
        ArgumentNullException.ThrowIfNull(world);
        (_world, _key, _novelty, _missing, _isBranch) = (world, SeededHash.Key(world.Seed, "fingerprints"), novelty, missing, isBranch);
        (_states, _standings) = (new CapabilityState?[identities], new Standing[identities]);
        _asked = new NumberBits(world.Plan.Blocks * PlanFigures.BlockSize);
        _view = new ClusterView(Look, (place, _) => _asked.Add(NumberOf(place)));
    }

    /// <inheritdoc />
    public bool WantsOutcomes => true;

    /// <inheritdoc />
    public void Decide(in ContactRequest request, Span<ulong> allowed)
    {
        _second = request.Second;
        LearnWhenDue(request.Now);
        ExchangeWhenDue(request.Now);
        var state = _states[request.Identity] ??= new CapabilityState(Definition.Horizon);
        var targets = request.Targets;
        Array.Clear(_neighbours);
        for (var i = 0; i < targets.Length; i++)
        {
            _fingerprints[i] = FingerprintOf(targets[i]);
            _places[i] = PlaceOf(targets[i]);
            if (i > 0 && Math.Abs((long)targets[i] - targets[i - 1]) == 1)
            {
                ItemBits.Add(_neighbours, i);
            }
        }

        _isWithheld = state.Admit(
            Definition,
            Enforced,
            _fingerprints.AsSpan(0, targets.Length),
            Admission.Partial,
            request.Now,
            allowed,
            new Sight(_view, Definition.Name, _places.AsSpan(0, targets.Length), _neighbours) { Cohorts = CohortsOf(request) }).IsWithheld;
        Note(request, state);
    }

    /// <inheritdoc />
    public void OnOutcomes(in ContactRequest request, ReadOnlySpan<ulong> allowed, ReadOnlySpan<ulong> found)
    {
        // The fingerprints of the request are still there.
        var (hits, misses) = (0, 0);
        for (var i = 0; i < request.Targets.Length; i++)
        {
            if (!ItemBits.Contains(allowed, i))
            {
                continue;
            }

            if (ItemBits.Contains(found, i))
            {
                _hits[hits++] = _fingerprints[i];
            }
            else
            {
                _misses[misses++] = _fingerprints[i];
            }
        }

        var state = _states[request.Identity]!;
        state.RecordOutcomes(_hits.AsSpan(0, hits), _misses.AsSpan(0, misses), remembered: true, request.Now, new Sight(_view, Definition.Name, default, default));
        Note(request, state);
    }

    /// <inheritdoc />
    public Standing StandingOf(int identity) => _standings[identity];

    /// <inheritdoc />
    public void Retire(int identity) => _states[identity] = null;

    /// <inheritdoc />
    public IDefence Branch(int identities)
    {
        var branch = new QuotaGridDetection(_world, identities, Copy(_novelty, BaselineRules.Novelty), Copy(_missing, BaselineRules.Missing), isBranch: true);
        branch.TakeUpCohorts(this, (double)_world.Plan.Blocks / _world.Sample.Blocks.Count);
        return branch;
    }

    private void Note(in ContactRequest request, CapabilityState state)
    {
        var (conviction, before) = (state.Conviction, _standings[request.Identity]);
        var alerted = before.AlertedSecond ?? (conviction.Count > 0 || _isWithheld ? request.Second : null);
        _standings[request.Identity] = new Standing(
            Math.Max(before.Score, Math.Max(state.Suspicion.PeakLogEValue, conviction.LogEValue)),
            alerted,
            conviction.ActionAt(request.Now) == ContainmentAction.None && !_isWithheld ? null : before.ContainedSecond ?? request.Second);
    }

    // Attackers have votes too, but a branch is thrown away with them: what they teach is another figure.
    private void LearnWhenDue(Instant now)
    {
        if (_second - _learnedAt < LearnSeconds)
        {
            return;
        }

        _learnedAt = _second;
        foreach (var vote in _view.TakeVotes())
        {
            if (!_isBranch)
            {
                _novelty.Vote(vote.NewToEveryone, vote.Novel, now);
                _missing.Vote(vote.Missing, vote.Outcomes, now);
            }
        }

        _view.Learn(
            Definition.Name,
            Market.Of(PlaceOf(0).Region),
            new HonestBounds(_novelty.MostAt(now), _missing.MostAt(now), _missing.MostOthersAt(now)));
    }

    private PlaceCoverage Look(TargetPlace place)
    {
        var number = NumberOf(place);
        return _asked.Contains(number) || (_isBranch && _world.Coverage.AskedByHonest(number, (long)_second)) ? PlaceCoverage.Asked : PlaceCoverage.New;
    }

    private Fingerprint FingerprintOf(int number) => new(SeededHash.Mix(_key ^ (ulong)number));

    private static TargetPlace PlaceOf(int number)
    {
        var (block, offset) = Math.DivRem(number, RegionKey.BlockTargets);
        var (region, blockOfRegion) = Math.DivRem(block, RegionKey.Blocks);
        return new TargetPlace(Regions[region], blockOfRegion, offset);
    }

    private static int NumberOf(TargetPlace place) =>
        ((((int)(place.Region.Code - Regions[0].Code) * RegionKey.Blocks) + place.Block) * RegionKey.BlockTargets) + place.Offset;
}
