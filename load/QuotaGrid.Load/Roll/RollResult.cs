using QuotaGrid.Load.Roll.Lookups;

namespace QuotaGrid.Load.Roll;

/// <summary>What happened in a run.</summary>
/// <param name="Deploy">From nothing to every pod being available, without the database server.</param>
/// <param name="Silos">Replacing every silo.</param>
/// <param name="Edges">Replacing every edge.</param>
/// <param name="Replaced">Pods that were replaced.</param>
/// <param name="Killed">Pods that outlived their grace period.</param>
/// <param name="Restarts">Containers that were started anew.</param>
/// <param name="Idle">The memory of the largest silo and of the largest edge before anybody asked.</param>
/// <param name="Busy">The same after all had asked, and before anything was replaced.</param>
/// <param name="Before">The requests of a cluster that had just come up, before anything was replaced: everybody's first.</param>
/// <param name="Asked">Those from when the first pod was replaced to the end.</param>
public sealed record RollResult(
    TimeSpan Deploy, TimeSpan Silos, TimeSpan Edges, int Replaced, int Killed, int Restarts, RollMemory Idle, RollMemory Busy, IReadOnlyList<Asked> Before, IReadOnlyList<Asked> Asked)
{
    /// <summary>The longest that an identity went without an answer during the roll, from the first question that found none to the next answer, in seconds.</summary>
    public double LongestSilence() => Asked.GroupBy(one => one.Identity).Max(identity =>
    {
        var (longest, since) = (0d, (double?)null);
        foreach (var one in identity.OrderBy(one => one.At))
        {
            since = one.Problem is null ? null : since ?? one.At;
            longest = since is { } start ? Math.Max(longest, one.At + one.Seconds - start) : longest;
        }

        return longest;
    });
}
