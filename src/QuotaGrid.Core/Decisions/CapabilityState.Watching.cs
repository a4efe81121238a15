using System.Buffers;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Decisions;

/// <content>How a batch is decided when the identity is watched: item by item, so that what the first ones show holds for those behind them.</content>
public sealed partial class CapabilityState
{
    /// <summary>Ends what is done about the identity, and forgets what was held against it.</summary>
    /// <returns>Whether anything was done.</returns>
    public bool Pardon(Instant now) => _watch?.Pardon(now) == true;

    /// <summary>Lets what is done about the identity last until a time, or longer if it does already.</summary>
    /// <returns>Whether anything is done.</returns>
    public bool ExtendContainment(Instant until, Instant now) => _watch?.Extend(until, now) == true;

    // Also when there is nothing to be seen: who is contained stays so whichever gateway asks. A sight without a view is no evidence.
    private Watch? WatchIn(in Sight sight) => _terms?.Policy.Detection is null ? null : _watch;

    private Verdict AdmitWatched(
        Watch watch, ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Admission admission, Instant now, Span<ulong> allowed, in Sight sight)
    {
        // Of a batch that budgets did not pay for wholly only the first targets are here.
        var denied = Math.Max(0, sight.Places.Length - targets.Length);
        var verdict = admission == Admission.Whole
            ? AdmitWholeWatched(watch, ref sheet, targets, now, allowed, sight)
            : AdmitEachWatched(watch, ref sheet, targets, now, allowed, sight, ref denied);
        watch.OnBatch(denied, verdict, _sync, sight, _terms!.Policy.Detection!, now);
        return verdict;
    }

    private Verdict AdmitEachWatched(
        Watch watch, ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now, Span<ulong> allowed, in Sight sight, ref int deniedNew)
    {
        var detection = _terms!.Policy.Detection!;
        var news = new NewTargets(targets.Length);
        var (denied, contained, novel) = (default(NeedsSet), 0, 0L);
        var nothingNew = watch.ActionAt(now) != ContainmentAction.None;
        allowed[..ItemSet.WordsFor(targets.Length)].Clear();
        for (var i = 0; i < targets.Length; i++)
        {
            if (nothingNew && MayBeNovel(sheet, targets[i], ref news))
            {
                contained++;
                continue;
            }

            if (!sheet.TryAdmit(targets[i], ref news, out var asked))
            {
                denied.Add(asked);
                deniedNew += sheet.LacksQuota(asked) ? 1 : 0;
                continue;
            }

            ItemSet.Add(allowed, i);
            if (sheet.Novel != novel)
            {
                novel = sheet.Novel;
                nothingNew |= watch.OnNovel(targets[i], i, sight, detection, now);
            }
        }

        var wasExact = _memory.IsExact;
        var verdict = TakeAdmitted(sheet, ref news, denied, targets.Length, now);
        if (contained == 0)
        {
            return verdict;
        }

        var needs = default(NeedsSet);
        needs.Add(_terms.Always | _terms.OfTargets);
        var (limit, wait) = wasExact == _memory.IsExact ? SoonestOf(sheet, needs, now) : SoonestOfSketch(needs, targets.Length, now);
        var denial = DenyUntilEnd(watch, limit, wait, now);
        var isSooner = verdict.Binding != Verdict.NoLimit && IsSooner(verdict.RetryAfterNanos, denial.RetryAfterNanos);
        return verdict with
        {
            Binding = isSooner ? verdict.Binding : denial.Binding,
            RetryAfterNanos = isSooner ? verdict.RetryAfterNanos : denial.RetryAfterNanos,
            Action = denial.Action,
        };
    }

    private Verdict AdmitWholeWatched(Watch watch, ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now, Span<ulong> allowed, in Sight sight)
    {
        var nothingNew = watch.ActionAt(now) != ContainmentAction.None;
        var (isContained, count) = (false, 0);
        var novel = ArrayPool<int>.Shared.Rent(targets.Length);
        var news = new NewTargets(targets.Length);
        for (var i = 0; i < targets.Length && !isContained; i++)
        {
            isContained = nothingNew && MayBeNovel(sheet, targets[i], ref news);

            // Memory still says that a target is new when it comes again in the batch.
            if (sheet.IsNovel(targets[i], ref news) && news.Add(targets[i].Token))
            {
                novel[count++] = i;
            }
        }

        news.Dispose();
        var verdict = isContained ? DenyWholeContained(watch, ref sheet, targets, now, allowed) : AdmitWhole(ref sheet, targets, now, allowed);
        for (var i = 0; i < count && verdict.Allowed > 0; i++)
        {
            watch.OnNovel(targets[novel[i]], novel[i], sight, _terms!.Policy.Detection!, now);
        }

        ArrayPool<int>.Shared.Return(novel);
        return verdict;
    }

    /// <summary>Of a sketch no target is known for certain, and what looks known would pass for nothing while none that is new pays for it: so nothing passes.</summary>
    private bool MayBeNovel(in PermitSheet sheet, Fingerprint target, ref NewTargets news) => !_memory.IsExact || sheet.IsNovel(target, ref news);

    private Verdict DenyWholeContained(Watch watch, ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now, Span<ulong> allowed)
    {
        allowed[..ItemSet.WordsFor(targets.Length)].Clear();
        var counted = new NewTargets(targets.Length);
        foreach (var target in targets)
        {
            sheet.Count(target, ref counted);
        }

        counted.Dispose();
        var denial = sheet.CountedFits() ? default : DenyWhole(sheet, now);
        return DenyUntilEnd(watch, denial.Binding, denial.RetryAfterNanos, now);
    }

    /// <summary>What is contained waits until that ends, and then, or meanwhile, for the limit that it needs longest.</summary>
    private static Verdict DenyUntilEnd(Watch watch, int limit, long wait, Instant now)
    {
        var left = Math.Max(1, watch.Conviction.Until.UnixNanos - now.UnixNanos);
        return (IsSooner(left, wait) ? new Verdict(0, 0, limit, wait) : new Verdict(0, 0, Verdict.NoLimit, left)) with { Action = watch.ActionAt(now) };
    }

    private static bool IsSooner(long wait, long than) => wait != Verdict.Never && (than == Verdict.Never || wait < than);
}
