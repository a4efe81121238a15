using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <summary>One identity that is watched for sweeping with one capability: the evidence, and what is done about it. Belongs to one grain.</summary>
/// <remarks>
/// A conviction counts only under a detection of the stage that it was made in: what the shadow stage recorded is never carried out, and what was enforced ends when detection goes back to
/// the shadow stage. While a conviction is in force there is no more evidence: in the enforced stage nothing new is admitted, and in the shadow stage the same sweep would be convicted over and over.
/// </remarks>
internal sealed partial class Watch
{
    /// <summary>How long after its end a conviction is lived down: the next one counts as the first.</summary>
    public static readonly TimeSpan LivedDownAfter = TimeSpan.FromDays(90);

    // A client that never pauses has its days looked at as syncs.
    private static readonly TimeSpan LongestPart = TimeSpan.FromDays(1);

    private SweepEvidence _evidence;
    private Conviction _conviction;
    private Ballot _ballot;

    // Of the policy of the latest request; before one came, that of the conviction.
    private Stage _stage;

    // Of the sync, or the part of it, that is under way.
    private Instant _syncStarted;
    private Instant _partStarted;
    private long _partTargets;
    private int _partNovel;
    private bool _isPartTold;
    private DeniedBacklog _denied;

    // Not stored: what is forgotten is evidence of nothing.
    private readonly AwaitedOutcomes _awaited = new();

    /// <summary>The evidence since the last conviction.</summary>
    public ref readonly SweepEvidence Evidence => ref _evidence;

    /// <summary>The last conviction, lived down or not; without a count when there never was one.</summary>
    public Conviction Conviction => _conviction;

    /// <summary>What is done about the identity now.</summary>
    public ContainmentAction ActionAt(Instant now)
    {
        var (own, group) = (OwnActionAt(now), _group.ActionAt(now));
        return own > group ? own : group;
    }

    /// <summary>Takes up a target that is new to the identity and admitted, and marks it as asked for.</summary>
    /// <param name="target">The target.</param>
    /// <param name="item">Its place in the batch.</param>
    /// <param name="sight">What the batch shows.</param>
    /// <param name="detection">How the identity is watched.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether nothing new is to be admitted from here on.</returns>
    public bool OnNovel(Fingerprint target, int item, in Sight sight, Detection detection, Instant now)
    {
        if (sight.View is not { } view || item >= sight.Places.Length || !sight.Places[item].IsPlace)
        {
            return false;
        }

        var place = sight.Places[item];
        var (seen, market) = (view.Look(place), Market.Of(place.Region));
        _awaited.Await(target, now);
        if (seen != PlaceCoverage.Asked)
        {
            view.Mark(place, now);
        }

        _ballot.OnNovel(market, seen);
        if (!IsJudged(detection, now))
        {
            return false;
        }

        _blocks.Add(place);

        // Of what is not known here that test stands still; whether it follows another one, and whether it is found, still counts.
        var bound = seen == PlaceCoverage.Unknown ? ShareBound.Whole : view.BoundsOf(sight.Capability, market).MostNew;
        _evidence.OnNovel(seen == PlaceCoverage.New, bound, now);
        _cohorts?.OnNovel(seen == PlaceCoverage.New, bound, now);
        if (sight.IsNeighbour(item) is { } isNeighbour)
        {
            _evidence.OnOrder(isNeighbour, now);
        }

        return Convict(detection, now) || Withholds(detection, now);
    }

    /// <summary>Takes up what became of a batch.</summary>
    /// <param name="denied">Those of its targets that are, or may be, new to the identity and were denied by a limit or a budget that has nothing left.</param>
    /// <param name="verdict">What became of it.</param>
    /// <param name="sync">The sync with this batch.</param>
    /// <param name="sight">What the batch shows.</param>
    /// <param name="detection">How the identity is watched.</param>
    /// <param name="now">The time.</param>
    public void OnBatch(int denied, in Verdict verdict, in SyncOverlap sync, in Sight sight, Detection detection, Instant now)
    {
        _denied.Add(denied);
        _cohorts?.OnBatchEnd();
        if (sight.View is null)
        {
            return;
        }

        _partNovel = (int)Math.Min(_partNovel + verdict.Novel, int.MaxValue);

        // More than a sync of its size, or of the size of the one before, is ever forgiven: why wait for its end?
        if (sync.PreviousTargets > 0 && _denied.NotDeniedBefore(_partNovel) > SweepEvidence.FreeOf(Math.Max(sync.Targets, sync.PreviousTargets)))
        {
            TellPart(sync.Targets - _partTargets, detection, now);
        }
    }

    /// <summary>Takes notice of items that were denied without the grain's being asked.</summary>
    public void OnDenied(long items) => _denied.Add(items);

    /// <summary>Takes up what the backend answered. Only of targets that were new when they were admitted it says anything.</summary>
    /// <param name="foundTargets">Targets found.</param>
    /// <param name="missingTargets">Targets not found.</param>
    /// <param name="sight">What everybody asks for.</param>
    /// <param name="detection">How the identity is watched.</param>
    /// <param name="now">The time.</param>
    public void OnOutcomes(ReadOnlySpan<Fingerprint> foundTargets, ReadOnlySpan<Fingerprint> missingTargets, in Sight sight, Detection detection, Instant now)
    {
        var (found, missing) = (_awaited.Take(foundTargets, now), _awaited.Take(missingTargets, now));
        if (sight.View is not { } view || found + missing == 0)
        {
            return;
        }

        _ballot.OnOutcomes(found, missing);
        if (IsJudged(detection, now))
        {
            var bounds = view.BoundsOf(sight.Capability, _ballot.Market);
            _evidence.OnOutcomes(found, missing, bounds.MostMissing, bounds.MostFound, now);
            Convict(detection, now);
        }
    }

    /// <summary>A request comes: is a sync over, or a day of one that goes on?</summary>
    /// <param name="sync">The sync until now.</param>
    /// <param name="firstSeen">The first request.</param>
    /// <param name="lastSeen">The request before.</param>
    /// <param name="pause">After how long a pause another sync begins.</param>
    /// <param name="sight">What everybody asks for.</param>
    /// <param name="detection">How the identity is watched.</param>
    /// <param name="now">The time.</param>
    public void OnRequest(in SyncOverlap sync, Instant firstSeen, Instant lastSeen, TimeSpan pause, in Sight sight, Detection detection, Instant now)
    {
        _stage = detection.Stage;
        Weigh(sight, firstSeen, now);
        var isJudged = IsJudged(detection, now);
        if (sync.Started != _syncStarted)
        {
            // It began with a report, or while nobody watched. What was denied before is not known, so neither this part nor the next is told.
            BeginPart(sync.Targets, now);
            _syncStarted = sync.Started;
            _denied = DeniedBacklog.Unknown;
        }

        var isOver = now.UnixNanos - lastSeen.UnixNanos >= pause.Ticks * Instant.NanosPerTick;
        if (isOver || now.UnixNanos - _partStarted.UnixNanos > LongestPart.Ticks * Instant.NanosPerTick)
        {
            TellPart(sync.Targets - _partTargets, detection, now);
            _ballot.Cast(sight, now);
            BeginPart(isOver ? 0 : sync.Targets, now);
            _syncStarted = isOver ? now : _syncStarted;
        }

        // What is denied meanwhile is new afterwards, in what is then the first sync that counts.
        _isPartTold |= !isJudged;
    }

    /// <summary>Ends what is done about the identity; what was held against it is forgotten.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Pardon(Instant now)
    {
        var was = _conviction.IsInForce(now) || _group.IsInForce(now);
        (_evidence, _conviction, _blocks, _group) = (default, default, default, default);
        _relief.Pardon(now);
        return was;
    }

    /// <summary>Lets what is done about the identity last until a time, or longer if it does already.</summary>
    /// <returns>Whether there is anything.</returns>
    public bool Extend(Instant until, Instant now)
    {
        if (!_conviction.IsInForce(now))
        {
            return false;
        }

        _conviction = _conviction with { Until = until > _conviction.Until ? until : _conviction.Until };
        return true;
    }

    private bool IsJudged(Detection detection, Instant now) => _conviction.Stage != detection.Stage || !_conviction.IsInForce(now);

    private void BeginPart(long targets, Instant now)
    {
        _denied.Next(_partNovel);
        (_partStarted, _partTargets, _partNovel, _isPartTold) = (now, targets, 0, false);
    }

    // Once for each part: it is one item of the test.
    private void TellPart(long targets, Detection detection, Instant now)
    {
        var items = (int)Math.Clamp(targets, _partNovel, int.MaxValue);
        if (items > 0 && _denied.IsKnown && !_isPartTold && IsJudged(detection, now))
        {
            _isPartTold = true;
            _evidence.OnSync(items, _denied.NotDeniedBefore(_partNovel), now);
            Convict(detection, now);
        }
    }

    private bool Convict(Detection detection, Instant now)
    {
        // Of most identities nothing was ever held against; those need no logarithm.
        if (_evidence.PeakSignal is not { } signal || _evidence.PeakLogEValue < EnoughUnder(detection))
        {
            return false;
        }

        var lived = LivedDownAfter.Ticks * Instant.NanosPerTick;
        var counts = _conviction.Stage == detection.Stage && now.UnixNanos - _conviction.Until.UnixNanos < lived;
        var earlier = counts ? Math.Min(_conviction.Count, int.MaxValue - 1) : 0;
        var step = detection.StepAfter(earlier);
        _conviction = new Conviction
        {
            Count = earlier + 1,
            Action = step.Action,
            Stage = detection.Stage,
            Since = now,
            Until = now + step.Duration,
            Signal = signal,
            LogEValue = _evidence.PeakLogEValue,
            Cohort = WeighedCohort,
        };
        _cohorts?.OnConvicted();

        // What it is convicted of is not held against it once more.
        _evidence = default;
        _blocks.Close();
        _isPartTold = true;
        return detection.Stage == Stage.Enforced;
    }
}
