namespace QuotaGrid.Core.Evidence;

/// <summary>
/// How much of a test's stake is put in at the n-th start, n = 1, 2, …: 1 / (n (n + 1)) = 1/2, 1/6, 1/12, …. That is 1/n - 1/(n + 1), so the first n add up to 1 - 1/(n + 1) and
/// all of them, for ever, to 1; who turns bad at the n-th start is seen 2 ln(n) nats later than who always was.
/// </summary>
internal static class StartWeights
{
    /// <summary>The logarithm of the n-th weight, as a <see cref="LogNumber"/>.</summary>
    public static int LogOf(int start) => LogNumber.Of(-Math.Log(start) - Math.Log(start + 1.0));
}
