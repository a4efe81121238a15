using System.Numerics;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Velocity;

namespace QuotaGrid.Core.Tests.Decisions;

/// <summary>
/// The oracle of decisions, for one policy: a token bucket for each velocity and novel limit, a list of all admitted targets with the time of each, and one of the times
/// at which the requests in flight end.
/// A target counts in a window from the beginning of the 1/240 of the horizon in which the window begins.
/// </summary>
internal sealed class ObviousDecider
{
    public const long Tick = 100;

    private readonly Policy _policy;
    private readonly long _horizon;
    private readonly long _bucket;
    private readonly TokenBucket?[] _buckets;
    private readonly List<(uint Target, long At)> _admitted = [];
    private readonly List<long> _ends = [];

    public ObviousDecider(TimeSpan horizon, Policy policy)
    {
        _policy = policy;
        _horizon = horizon.Ticks * Tick;
        _bucket = (_horizon / 240) + (_horizon % 240 == 0 ? 0 : 1);
        _buckets = [.. policy.Limits.Select(limit =>
            limit.Kind is LimitKind.Distinct or LimitKind.InFlight ? null : new TokenBucket(limit.Quota, limit.Period.Ticks * Tick, limit.Burst))];
    }

    /// <summary>Requests, items asked, denied and novel.</summary>
    public (long Requests, long Asked, long Denied, long Novel) Evidence { get; private set; }

    public Verdict Decide(uint[] targets, Admission admission, long now)
    {
        var verdict = admission == Admission.Partial ? DecidePartial(targets, now) : DecideWhole(targets, now);
        var admitted = verdict.Allowed.Count(allowed => allowed);
        var (requests, asked, denied, novel) = Evidence;
        Evidence = (requests + 1, asked + targets.Length, denied + targets.Length - admitted, novel + verdict.Novel);
        return verdict;
    }

    public (long Remaining, BigInteger ResetNanos) StatusOf(int limit, long now)
    {
        if (_buckets[limit] is { } bucket)
        {
            return (bucket.Available(now), bucket.NanosUntil(now, bucket.Available(now) + 1) ?? 0);
        }

        if (_policy.Limits[limit].Kind == LimitKind.InFlight)
        {
            var left = _policy.Limits[limit].Quota - InFlight(now).Count();
            return (left, left < _policy.Limits[limit].Quota ? InFlight(now).Min() - now : 0);
        }

        var (quota, window) = (_policy.Limits[limit].Quota, _policy.Limits[limit].Period.Ticks * Tick);
        var count = Within(window, now).Count();
        return (Math.Max(0, quota - count), count == 0 ? 0 : NanosUntilCount(Math.Min(count, quota) - 1, window, now));
    }

    /// <summary>The limits that a target needs a permit of.</summary>
    public int[] NeedsOf(uint target, long now) => [.. Enumerable.Range(0, _policy.Limits.Length).Where(i => _policy.Limits[i].Kind switch
    {
        LimitKind.Velocity or LimitKind.InFlight => true,
        LimitKind.Novel => !Within(_horizon, now).Contains(target),
        _ => !Within(_policy.Limits[i].Period.Ticks * Tick, now).Contains(target),
    })];

    /// <summary>Ends the request whose lease ends at a time.</summary>
    public bool Release(long end, long now) => end > now && _ends.Remove(end);

    private Verdict DecidePartial(uint[] targets, long now)
    {
        var allowed = new bool[targets.Length];
        var taken = new long[_policy.Limits.Length];
        var denied = new List<int[]>();
        var novel = 0;
        for (var item = 0; item < targets.Length; item++)
        {
            var needs = NeedsOf(targets[item], now);
            if (needs.Any(i => Left(i, now) - taken[i] < 1))
            {
                denied.Add(needs);
                continue;
            }

            allowed[item] = true;
            novel += IsNovel(targets[item], now) ? 1 : 0;
            foreach (var i in needs.Where(i => _buckets[i] is not null))
            {
                // A whole request costs one permit, which is there for the second item as it was for the first.
                taken[i] += _policy.Limits[i].Unit == LimitUnit.Items ? 1 : 0;
            }

            Remember(targets[item], now);
        }

        Charge(allowed.Contains(true), taken, now);
        var waits = denied.Select(needs => needs.Max(i => WaitFor(i, 1, now)!.Value)).ToArray();
        var binding = waits.Length == 0 ? [] : denied.Where((_, d) => waits[d] == waits.Min())
            .SelectMany(needs => needs.Where(i => WaitFor(i, 1, now) == waits.Min())).ToArray();
        return new Verdict(allowed, novel, Names(binding), waits.Length == 0 ? null : waits.Min());
    }

    private Verdict DecideWhole(uint[] targets, long now)
    {
        var needed = new long[_policy.Limits.Length];
        foreach (var target in targets.Distinct())
        {
            var times = targets.Count(other => other == target);
            foreach (var i in NeedsOf(target, now))
            {
                var limit = _policy.Limits[i];
                needed[i] = limit.Unit == LimitUnit.Requests ? 1 : needed[i] + (limit.Kind == LimitKind.Velocity ? times : 1);
            }
        }

        if (needed.Select((permits, i) => permits <= Left(i, now)).All(fits => fits))
        {
            return DecidePartial(targets, now);
        }

        var waits = needed.Select((permits, i) => WaitFor(i, permits, now)).ToArray();
        BigInteger? longest = waits.Any(wait => wait is null) ? null : waits.Max();
        return new Verdict(new bool[targets.Length], 0, Names([.. Enumerable.Range(0, waits.Length).Where(i => waits[i] == longest)]), longest);
    }

    private string[] Names(int[] limits) => [.. limits.Select(i => _policy.Limits[i].Name)];

    private void Charge(bool anyAdmitted, long[] taken, long now)
    {
        for (var i = 0; i < taken.Length; i++)
        {
            var perRequest = _policy.Limits[i].Unit == LimitUnit.Requests;
            _buckets[i]?.Charge(now, perRequest ? (anyAdmitted ? 1 : 0) : taken[i]);
            if (_policy.Limits[i].Kind == LimitKind.InFlight && anyAdmitted)
            {
                _ends.Add(now + (_policy.Limits[i].Period.Ticks * Tick));
            }
        }
    }

    private long Left(int limit, long now) => StatusOf(limit, now).Remaining;

    private BigInteger? WaitFor(int limit, long permits, long now) => _buckets[limit] is { } bucket
        ? bucket.NanosUntil(now, permits)
        : _policy.Limits[limit].Kind == LimitKind.InFlight
            ? (Left(limit, now) >= permits ? 0 : InFlight(now).Min() - now)
        : permits > _policy.Limits[limit].Quota
            ? null
            : NanosUntilCount(_policy.Limits[limit].Quota - permits, _policy.Limits[limit].Period.Ticks * Tick, now);

    private BigInteger NanosUntilCount(long count, long window, long now)
    {
        // When each target leaves the window: as the bucket after its own begins to be the oldest.
        var leaving = Within(window, now)
            .Select(target => (((_admitted.Last(entry => entry.Target == target).At / _bucket) + 1) * _bucket) + window)
            .Order().ToArray();
        return leaving.Length <= count ? 0 : leaving[leaving.Length - 1 - count] - now;
    }

    private bool Remembers => _policy.Limits.Any(limit => limit.Kind is LimitKind.Novel or LimitKind.Distinct);

    private IEnumerable<long> InFlight(long now) => _ends.Where(end => end > now);

    private bool IsNovel(uint target, long now) =>
        Remembers && !Within(_horizon, now).Contains(target);

    private void Remember(uint target, long now)
    {
        if (Remembers)
        {
            _admitted.RemoveAll(entry => entry.Target == target);
            _admitted.Add((target, now));
        }
    }

    private IEnumerable<uint> Within(long window, long now)
    {
        var begin = (now - window) / _bucket * _bucket;
        return _admitted.Where(entry => entry.At >= begin).Select(entry => entry.Target);
    }

    /// <summary>What the oracle says: the items admitted, how many were novel, the limits that may be named, and the wait.</summary>
    internal sealed record Verdict(bool[] Allowed, int Novel, string[] Binding, BigInteger? RetryNanos);
}
