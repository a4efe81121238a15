using System.Buffers;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Policies;
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

    /// <summary>Takes up that the client passed a challenge, which lifts a containment that is one.</summary>
    public ChallengeResult PassChallenge(ChallengeId challenge, Instant now) => _watch?.Pass(challenge, now) ?? ChallengeResult.NotContained;

    /// <summary>Takes notice, before a request is decided or a report taken, of what is done about the identity because of its cohorts.</summary>
    /// <param name="table">What is done.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="cohorts">The identity's cohorts.</param>
    /// <param name="now">The time.</param>
    public void SeeGroups(ContainmentTable table, Policy policy, ReadOnlySpan<Cohort> cohorts, Instant now)
    {
        var (firstSeen, group) = (FirstSeen(now), default(GroupContainment));
        if (!table.Containments.IsEmpty)
        {
            group = table.Find(policy, [.. cohorts, Cohort.OfSignUpHour(firstSeen)], firstSeen, _watch?.LiftedUntil ?? default, now);
        }

        if (_watch is not null || group.By is not null)
        {
            (_watch ??= new Watch()).OnGroup(group);
        }
    }

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
        var nothingNew = watch.DeniesNew(detection, now);
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

        // What a cohort's credit has no room for is new again when it is let in, like what a limit has none for.
        deniedNew += watch.ActionAt(now) == ContainmentAction.None ? contained : 0;
        var needs = default(NeedsSet);
        needs.Add(_terms.Always | _terms.OfTargets);
        var (limit, wait) = wasExact == _memory.IsExact ? SoonestOf(sheet, needs, now) : SoonestOfSketch(needs, targets.Length, now);
        var denial = DenyUntilEnd(watch, watch.DeniedUntil(now), limit, wait, now);
        var isSooner = verdict.Binding != Verdict.NoLimit && IsSooner(verdict.RetryAfterNanos, denial.RetryAfterNanos);
        return verdict with
        {
            Binding = isSooner ? verdict.Binding : denial.Binding,
            RetryAfterNanos = isSooner ? verdict.RetryAfterNanos : denial.RetryAfterNanos,
            Action = denial.Action,
            IsWithheld = denial.IsWithheld && !isSooner,
        };
    }

    private Verdict AdmitWholeWatched(Watch watch, ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now, Span<ulong> allowed, in Sight sight)
    {
        var nothingNew = watch.DeniesNew(_terms!.Policy.Detection!, now);
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
        return DenyUntilEnd(watch, watch.DeniedUntil(now), denial.Binding, denial.RetryAfterNanos, now);
    }

    /// <summary>What is denied beyond limits waits until that ends, and then, or meanwhile, for the limit that it needs longest.</summary>
    private static Verdict DenyUntilEnd(Watch watch, Instant until, int limit, long wait, Instant now)
    {
        var left = Math.Max(1, until.UnixNanos - now.UnixNanos);
        var action = watch.ActionAt(now);
        return IsSooner(left, wait)
            ? new Verdict(0, 0, limit, wait) { Action = action }
            : new Verdict(0, 0, Verdict.NoLimit, left) { Action = action, IsWithheld = action == ContainmentAction.None };
    }

    private static bool IsSooner(long wait, long than) => wait != Verdict.Never && (than == Verdict.Never || wait < than);
}
