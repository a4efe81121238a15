using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuotaGrid.Core.Evidence;

/// <summary>
/// How much likelier one item is under each of four alternatives than under an honest bound p0, as <see cref="LogNumber"/>s. The alternatives lie at fixed parts of the way
/// from p0 to 1, so that some alternative is near whatever a sweep's share is.
/// </summary>
internal readonly struct LikelihoodRatios
{
    /// <summary>How many alternatives there are.</summary>
    public const int Alternatives = 4;

    private static readonly double[] Ways = [0.1, 0.25, 0.5, 0.75];
    private static readonly LikelihoodRatios[] Table = [.. Enumerable.Range(0, ShareBound.Steps + 1).Select(step => Above((double)step / ShareBound.Steps))];

    private LikelihoodRatios(Vector128<int> ofHit, Vector128<int> ofOther) => (OfHit, OfOther) = (ofHit, ofOther);

    /// <summary>The logarithms for an item that has what is counted: log(q / p0), above 0.</summary>
    public Vector128<int> OfHit { get; }

    /// <summary>The logarithms for an item that has not: log((1 - q) / (1 - p0)), below 0.</summary>
    public Vector128<int> OfOther { get; }

    /// <summary>The ratios above a bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly LikelihoodRatios Above(ShareBound bound) => ref Table[bound.Index];

    /// <summary>The ratios above any share. Those above 0 or 1 are all one: such a bound says nothing.</summary>
    public static LikelihoodRatios Above(double p0) =>
        p0 is > 0 and < 1
            ? new(Each(p0, q => q / p0), Each(p0, q => (1 - q) / (1 - p0)))
            : default;

    private static Vector128<int> Each(double p0, Func<double, double> ratio)
    {
        Span<int> logs = stackalloc int[Alternatives];
        for (var i = 0; i < Alternatives; i++)
        {
            logs[i] = LogNumber.Of(Math.Log(ratio(p0 + ((1 - p0) * Ways[i]))));
        }

        return Vector128.Create<int>(logs);
    }
}
