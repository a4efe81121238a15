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

    /// <summary>Lets what is done about the identity last until a time.</summary>
    /// <returns>Whether anything is done.</returns>
    public bool ExtendContainment(Instant until, Instant now) => _watch?.Extend(until, now) == true;

    private Watch? WatchIn(in Sight sight) => sight.View is null || _terms?.Policy.Detection is null ? null : _watch;

    private Verdict AdmitWatched(
        Watch watch, ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Admission admission, Instant now, Span<ulong> allowed, in Sight sight)
    {
        var verdict = admission == Admission.Whole
            ? AdmitWholeWatched(watch, ref sheet, targets, now, allowed, sight)
            : AdmitEachWatched(watch, ref sheet, targets, now, allowed, sight);
        watch.OnBatch(targets.Length, verdict.Novel, verdict.Allowed < targets.Length, _sync, sight, _terms!.Policy.Detection!, now);
        return verdict;
    }

    private Verdict AdmitEachWatched(Watch watch, ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now, Span<ulong> allowed, in Sight sight)
    {
        var detection = _terms!.Policy.Detection!;
        var news = new NewTargets(targets.Length);
        var (denied, contained) = (default(NeedsSet), 0);
        var nothingNew = watch.ActionAt(now) != ContainmentAction.None;
        allowed[..ItemSet.WordsFor(targets.Length)].Clear();
        for (var i = 0; i < targets.Length; i++)
        {
            if (nothingNew && sheet.IsNovel(targets[i], ref news))
            {
                contained++;
                continue;
            }

            var novel = sheet.Novel;
            if (!sheet.TryAdmit(targets[i], ref news, out var asked))
            {
                denied.Add(asked);
                continue;
            }

            ItemSet.Add(allowed, i);
            nothingNew |= sheet.Novel > novel && i < sight.Places.Length && watch.OnNovel(sight.Places[i], sight, detection, now);
        }

        var verdict = TakeAdmitted(sheet, ref news, denied, targets.Length, now);
        return contained == 0 ? verdict : Contain(verdict, watch, now);
    }

    private Verdict AdmitWholeWatched(Watch watch, ref PermitSheet sheet, ReadOnlySpan<Fingerprint> targets, Instant now, Span<ulong> allowed, in Sight sight)
    {
        var nothingNew = watch.ActionAt(now) != ContainmentAction.None;
        var (detection, places) = (_terms!.Policy.Detection!, new List<TargetPlace>());
        var news = new NewTargets(targets.Length);
        for (var i = 0; i < targets.Length; i++)
        {
            if (sheet.IsNovel(targets[i], ref news))
            {
                if (nothingNew)
                {
                    news.Dispose();
                    allowed[..ItemSet.WordsFor(targets.Length)].Clear();
                    return DenyContained(watch, now);
                }

                news.Add(targets[i].Token);
                if (i < sight.Places.Length)
                {
                    places.Add(sight.Places[i]);
                }
            }
        }

        news.Dispose();
        var verdict = AdmitWhole(ref sheet, targets, now, allowed);
        if (verdict.Allowed > 0)
        {
            foreach (var place in places)
            {
                watch.OnNovel(place, sight, detection, now);
            }
        }

        return verdict;
    }

    private static Verdict DenyContained(Watch watch, Instant now) => Contain(default(Verdict) with { Binding = Verdict.NoLimit }, watch, now);

    /// <summary>Some of what was denied waits for the end of the containment; if limits denied something as well, for whatever ends first.</summary>
    private static Verdict Contain(in Verdict verdict, Watch watch, Instant now)
    {
        var wait = Math.Max(1, watch.Conviction.Until.UnixNanos - now.UnixNanos);
        var byLimit = verdict.Binding != Verdict.NoLimit && verdict.RetryAfterNanos != Verdict.Never && verdict.RetryAfterNanos < wait;
        return verdict with { RetryAfterNanos = byLimit ? verdict.RetryAfterNanos : wait, Binding = byLimit ? verdict.Binding : Verdict.NoLimit, Action = watch.ActionAt(now) };
    }
}
