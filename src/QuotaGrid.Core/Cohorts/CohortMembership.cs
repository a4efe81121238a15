using System.Collections.Immutable;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Cohorts;

/// <summary>The cohorts of one identity: those that it counts in, and what they say of it. Belongs to one grain.</summary>
/// <remarks>
/// In each <see cref="CohortLedger.Window"/> an identity is in one cohort of a kind, the first that it comes with: so that cohorts of a kind have no member twice, on which <see cref="PriorShift"/> rests. While it
/// comes with another one that kind says nothing of it.
/// </remarks>
internal sealed partial class CohortMembership
{
    /// <summary>How long the hour of signing up is a cohort. Who sweeps later has been bought, not made.</summary>
    public static readonly TimeSpan SignUpCountsFor = TimeSpan.FromDays(30);

    private readonly List<Tie> _ties = [];
    private long _window;
    private bool _isConvictionCounted;

    // What it took beyond what it gave back while it was new.
    private long _taken;

    private ImmutableArray<string> _kinds = [];
    private HeldCohort?[] _held = [];
    private HeldCohort? _everybody;
    private CohortReplica? _replica;
    private Instant _firstSeen;
    private long _spent;
    private long _earned;

    /// <summary>What the cohorts say of the identity, as of its latest request.</summary>
    public CohortStanding Standing { get; private set; }

    /// <summary>Until when the identity is new, if it is.</summary>
    public Instant NewUntil => _firstSeen + FirstSyncCredit.NewFor;

    /// <summary>The cohorts that the identity came with in its latest request.</summary>
    public IEnumerable<HeldCohort> Held => _held.OfType<HeldCohort>();

    /// <summary>Everybody who is watched with the capability; null while nothing says anything.</summary>
    public HeldCohort? Everybody => _everybody;

    /// <summary>A request comes. Counts the identity where it was not counted yet.</summary>
    /// <param name="sight">What it comes with.</param>
    /// <param name="capability">What it asks for.</param>
    /// <param name="firstSeen">When it was first seen.</param>
    /// <param name="isConvicted">Whether a conviction is in force.</param>
    /// <param name="now">The time.</param>
    public void OnRequest(in CohortSight sight, Capability capability, Instant firstSeen, bool isConvicted, Instant now)
    {
        if (sight.Replica is not { } replica)
        {
            (_kinds, _held, _everybody, Standing) = ([], [], null, default);
            return;
        }

        if (_kinds != sight.Kinds || _replica != replica)
        {
            (_kinds, _held, _replica) = (sight.Kinds, new HeldCohort?[sight.Kinds.Length], replica);
        }

        _everybody = replica.EverybodyOf(capability);
        _firstSeen = firstSeen;
        var window = CohortLedger.WindowAt(now);
        if (window > _window)
        {
            (_window, _isConvictionCounted) = (window, false);
            _ties.Clear();
            Array.Clear(_held);
            _everybody.Count(new CohortCounts(Members: 1, 0, 0, 0));
        }

        for (var i = 0; i < _held.Length; i++)
        {
            Follow(i, sight, capability, firstSeen, now);
        }

        if (isConvicted)
        {
            OnConvicted();
        }

        replica.OnUsed(_everybody);
        Weigh();
    }

    /// <summary>Counts a conviction, once in a window.</summary>
    public void OnConvicted()
    {
        if (_isConvictionCounted || _everybody is null)
        {
            return;
        }

        _isConvictionCounted = true;
        CountInAll(new CohortCounts(0, Convicted: 1, 0, 0));
        _everybody.Count(new CohortCounts(0, Convicted: 1, 0, 0));
        _replica!.OnUsed(_everybody);
    }

    /// <summary>Takes up a target that is new to the identity and admitted. What new members show goes to their cohorts when the batch is over.</summary>
    public void OnNovel(bool isNewToEveryone, ShareBound bound, Instant now)
    {
        if (IsNew(now) && !bound.IsWhole)
        {
            var (spent, earned) = isNewToEveryone ? (FirstSyncCredit.UnitsPerTarget, 0L) : (0L, FirstSyncCredit.EarnedBy(bound));
            (_spent, _earned, _taken) = (_spent + spent, _earned + earned, _taken + spent - earned);
        }
    }

    /// <summary>A batch is over.</summary>
    public void OnBatchEnd()
    {
        if ((_spent | _earned) != 0)
        {
            CountInAll(new CohortCounts(0, 0, _spent, _earned));
            (_spent, _earned) = (0, 0);
        }
    }

    /// <summary>A cohort whose first-sync credit is used up, when the identity is new and one of those that used it up; null when there is none, or it is not.</summary>
    public HeldCohort? FindUsedUp(Instant now)
    {
        if (_taken <= FirstSyncCredit.OwnPart * FirstSyncCredit.UnitsPerTarget || !IsNew(now))
        {
            return null;
        }

        foreach (var held in _held)
        {
            if (held is not null && held.CreditUnits + _earned - _spent <= 0)
            {
                return held;
            }
        }

        return null;
    }

    private bool IsNew(Instant now) => now - _firstSeen < FirstSyncCredit.NewFor;

    private void Follow(int i, in CohortSight sight, Capability capability, Instant firstSeen, Instant now)
    {
        var (held, kind) = (_held[i], _kinds[i]);
        var isSignUp = string.Equals(kind, Cohort.SignUpHourKind, StringComparison.Ordinal);
        if (isSignUp && now - firstSeen > SignUpCountsFor)
        {
            _held[i] = null;
            return;
        }

        var value = !isSignUp ? sight.ValueOf(kind) : held?.Key.Cohort.Value ?? Cohort.OfSignUpHour(firstSeen).Value;
        if (held is null || held.IsDropped || !string.Equals(held.Key.Cohort.Value, value, StringComparison.Ordinal))
        {
            held = _held[i] = value is null ? null : Join(new CohortKey(capability, Cohort.Of(kind, value)), sight);
        }

        if (held is not null)
        {
            _replica!.OnUsed(held);
        }
    }

    private HeldCohort? Join(CohortKey key, in CohortSight sight)
    {
        var tie = Tie.To(key.Cohort);
        var at = _ties.FindIndex(other => other.Kind == tie.Kind);
        if ((at >= 0 && _ties[at] != tie) || (at < 0 && _ties.Count == PolicyBounds.MaxCohorts) || _replica!.Hold(key, sight.Member) is not { } held)
        {
            return null;
        }

        if (at < 0)
        {
            _ties.Add(tie);
            held.Count(new CohortCounts(Members: 1, Convicted: _isConvictionCounted ? 1 : 0, 0, 0));
        }

        return held;
    }

    private void CountInAll(in CohortCounts more)
    {
        foreach (var held in _held)
        {
            if (held is not null)
            {
                held.Count(more);
                _replica!.OnUsed(held);
            }
        }
    }

    private void Weigh()
    {
        var (lifts, most, weighed) = (0.0, 0.0, default(HeldCohort));
        foreach (var held in _held)
        {
            if (held is not null && held.LeastShare > 0)
            {
                var lift = PriorShift.LiftOf(held.LeastShare, held.Totals, _everybody!.Totals);
                lifts += lift;
                (most, weighed) = lift > most ? (lift, held) : (most, weighed);
            }
        }

        Standing = new CohortStanding(PriorShift.LogWeight(lifts, _kinds.Length), weighed);
    }
}
