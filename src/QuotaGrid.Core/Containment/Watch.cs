using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <summary>One identity that is watched for sweeping with one capability: the evidence, and what is done about it. Belongs to one grain.</summary>
internal sealed class Watch
{
    private const byte FormatVersion = 1;

    /// <summary>How long after its end a conviction is lived down: the next one counts as the first.</summary>
    public static readonly TimeSpan LivedDownAfter = TimeSpan.FromDays(90);

    // A client that never pauses has its days looked at as syncs.
    private static readonly TimeSpan LongestPart = TimeSpan.FromDays(1);

    private SweepEvidence _evidence;
    private Conviction _conviction;

    // Of the sync, or the part of it, that is under way.
    private Instant _partStarted;
    private long _partTargets;
    private long _partNovel;
    private bool _partDenied;
    private bool _isPartTold;
    private bool _wasDenied;

    // For the vote: since the last one.
    private Market _market;
    private int _novel;
    private int _newToEveryone;
    private int _outcomes;
    private int _missing;
    private long _votedWindow;

    /// <summary>The evidence since the last conviction.</summary>
    public ref readonly SweepEvidence Evidence => ref _evidence;

    /// <summary>The last conviction, lived down or not; without a count when there never was one.</summary>
    public Conviction Conviction => _conviction;

    /// <summary>What is done about the identity now.</summary>
    public ContainmentAction ActionAt(Instant now) => _conviction.ActionAt(now);

    /// <summary>Takes up a target that is new to the identity and admitted, and marks it as asked for.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="sight">What everybody asks for.</param>
    /// <param name="detection">How the identity is watched.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether nothing new is to be admitted from here on.</returns>
    public bool OnNovel(TargetPlace place, in Sight sight, Detection detection, Instant now)
    {
        _partNovel++;
        var seen = sight.View!.Look(place);
        if (seen != PlaceCoverage.Asked)
        {
            sight.View.Mark(place, now);
        }

        var market = Market.Of(place.Region);
        if (seen == PlaceCoverage.Unknown)
        {
            // It is counted, so that its outcome may be, and says nothing by itself.
            _market = _novel == 0 ? market : _market;
            _evidence.OnNovel(isNewToEveryone: false, ShareBound.Whole, now);
            return false;
        }

        _market = _novel == 0 ? market : _market;
        _novel++;
        _newToEveryone += seen == PlaceCoverage.New ? 1 : 0;
        _evidence.OnNovel(seen == PlaceCoverage.New, sight.View.BoundsOf(sight.Capability, market).MostNew, now);
        return Convict(detection, now);
    }

    /// <summary>Takes up how the new targets of a batch followed each other.</summary>
    /// <param name="items">The batch's items.</param>
    /// <param name="novel">Those that were admitted and new.</param>
    /// <param name="denied">Whether a limit denied new ones.</param>
    /// <param name="sync">The sync with this batch.</param>
    /// <param name="sight">What the batch shows.</param>
    /// <param name="detection">How the identity is watched.</param>
    /// <param name="now">The time.</param>
    public void OnBatch(int items, long novel, bool denied, in SyncOverlap sync, in Sight sight, Detection detection, Instant now)
    {
        _partDenied |= denied;
        if (novel > 0 && items > 1)
        {
            // Which of the neighbours are new is not known: as many as of all.
            var pairs = (int)Math.Min(novel, items - 1);
            _evidence.OnOrder(pairs, (int)Math.Min(pairs, sight.Neighbours * novel / items), now);
            Convict(detection, now);
        }

        // More than a sync of its size, or of the size of the one before, is ever forgiven: why wait for its end?
        if (sync.PreviousTargets > 0 && _partNovel > SweepEvidence.FreeOf(Math.Max(sync.Targets, sync.PreviousTargets)))
        {
            TellPart(sync.Targets - _partTargets, detection, now);
        }
    }

    /// <summary>Takes up what the backend answered.</summary>
    public void OnOutcomes(int found, int missing, in Sight sight, Detection detection, Instant now)
    {
        var bounds = sight.View!.BoundsOf(sight.Capability, _market);
        (_outcomes, _missing) = (_outcomes + found + missing, _missing + missing);
        _evidence.OnOutcomes(found, missing, bounds.MostMissing, bounds.MostFound, now);
        Convict(detection, now);
    }

    /// <summary>A request comes: is a sync over, or a day of one that goes on?</summary>
    /// <param name="sync">The sync until now.</param>
    /// <param name="lastSeen">The request before.</param>
    /// <param name="pause">After how long a pause another sync begins.</param>
    /// <param name="sight">What everybody asks for.</param>
    /// <param name="detection">How the identity is watched.</param>
    /// <param name="now">The time.</param>
    public void OnRequest(in SyncOverlap sync, Instant lastSeen, TimeSpan pause, in Sight sight, Detection detection, Instant now)
    {
        var isOver = now.UnixNanos - lastSeen.UnixNanos >= pause.Ticks * Instant.NanosPerTick;
        if (isOver || now.UnixNanos - _partStarted.UnixNanos > LongestPart.Ticks * Instant.NanosPerTick)
        {
            EndPart(sync.Targets - _partTargets, sight, detection, now);
            _partTargets = isOver ? 0 : sync.Targets;
        }
    }

    /// <summary>Ends what is done about the identity; what was held against it is forgotten.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Pardon(Instant now)
    {
        var was = _conviction.IsInForce(now);
        _evidence = default;
        _conviction = default;
        return was;
    }

    /// <summary>Lets what is done about the identity last until a time.</summary>
    /// <returns>Whether there is anything.</returns>
    public bool Extend(Instant until, Instant now)
    {
        if (!_conviction.IsInForce(now))
        {
            return false;
        }

        _conviction = _conviction with { Until = until };
        return true;
    }

    /// <summary>Writes the state.</summary>
    public void Encode(SnapshotWriter writer)
    {
        writer.Byte(FormatVersion);
        _evidence.Encode(writer);
        _conviction.Encode(writer);
        writer.Int64(_partStarted.UnixNanos);
        writer.Varint((ulong)_partTargets);
        writer.Varint((ulong)_partNovel);
        writer.Byte((byte)((_partDenied ? 1 : 0) + (_wasDenied ? 2 : 0) + (_isPartTold ? 4 : 0)));
        writer.Varint(_market.Code);
        foreach (var count in (ReadOnlySpan<int>)[_novel, _newToEveryone, _outcomes, _missing])
        {
            writer.Varint((ulong)count);
        }

        writer.Varint((ulong)_votedWindow);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are not a state of a known version.</exception>
    public static Watch Decode(SnapshotReader reader)
    {
        reader.Version(nameof(Watch), FormatVersion);
        var watch = new Watch
        {
            _evidence = SweepEvidence.Decode(reader),
            _conviction = Conviction.Decode(reader),
            _partStarted = new Instant(reader.Int64()),
            _partTargets = reader.Count(),
            _partNovel = reader.Count(),
        };
        var flags = reader.Varint(0, 7);
        (watch._partDenied, watch._wasDenied, watch._isPartTold) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
        watch._market = new Market((ushort)reader.Varint(0, 1_000));
        watch._novel = (int)reader.Varint(0, int.MaxValue);
        watch._newToEveryone = (int)reader.Varint(0, (ulong)watch._novel);
        watch._outcomes = (int)reader.Varint(0, int.MaxValue);
        watch._missing = (int)reader.Varint(0, (ulong)watch._outcomes);
        watch._votedWindow = reader.Count();
        return watch;
    }

    private void EndPart(long targets, in Sight sight, Detection detection, Instant now)
    {
        TellPart(targets, detection, now);
        (_partStarted, _partNovel, _wasDenied, _partDenied, _isPartTold) = (now, 0, _partDenied, false, false);
        Vote(sight, now);
    }

    // Once for each part: it is one item of the test.
    private void TellPart(long targets, Detection detection, Instant now)
    {
        var items = (int)Math.Clamp(targets, _partNovel, int.MaxValue);
        if (items > 0 && !_partDenied && !_wasDenied && !_isPartTold)
        {
            _isPartTold = true;
            _evidence.OnSync(items, (int)_partNovel, now);
            Convict(detection, now);
        }
    }

    private bool Convict(Detection detection, Instant now)
    {
        if (!_evidence.IsConvicted(1.0 / detection.OneIn))
        {
            return false;
        }

        var lived = LivedDownAfter.Ticks * Instant.NanosPerTick;
        var earlier = now.UnixNanos - _conviction.Until.UnixNanos < lived ? _conviction.Count : 0;
        var step = detection.StepAfter(earlier);
        _conviction = new Conviction
        {
            Count = earlier + 1,
            Action = step.Action,
            Stage = detection.Stage,
            Since = now,
            Until = new Instant(now.UnixNanos + (step.Duration.Ticks * Instant.NanosPerTick)),
            Signal = _evidence.PeakSignal!.Value,
            LogEValue = _evidence.PeakLogEValue,
        };

        // What it is convicted of is not held against it once more.
        _evidence = default;
        return detection.Stage == Stage.Enforced;
    }

    // Once for each window of the baseline, when a sync has ended in it.
    private void Vote(in Sight sight, Instant now)
    {
        var window = now.UnixNanos / (Baseline.Window.Ticks * Instant.NanosPerTick);
        if (window == _votedWindow || _novel < BaselineRules.Novelty.LeastItems)
        {
            return;
        }

        sight.View!.Vote(new HonestVote(sight.Capability, _market, _novel, _newToEveryone, _outcomes, Math.Min(_missing, _outcomes)));
        (_votedWindow, _novel, _newToEveryone, _outcomes, _missing) = (window, 0, 0, 0, 0);
    }
}
