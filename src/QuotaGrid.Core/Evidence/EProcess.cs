using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuotaGrid.Core.Evidence;

/// <summary>
/// A sequential test of "the share of hits is at most p0", valid whenever one looks: how many times its stake somebody has who bets on more. For each of four alternatives the sum over all
/// starts of (weight of the start) x (likelihood ratio of the items since), as a logarithm; its value is the mean over the alternatives.
/// </summary>
/// <remarks>
/// <para>
/// One item multiplies by 1 + (q - p0)(x - p0) / (p0 (1 - p0)) (Wald 1945), whose expectation for a hit of probability p is 1 + (q - p0)(p - p0) / (p0 (1 - p0)): at most 1 for every honest p &lt;= p0, also
/// when p and p0 change from item to item, as long as p0 is known before it. So each product is a test supermartingale (Shafer, Shen, Vereshchagin and Vovk 2011).
/// </para>
/// <para>
/// Sums with weights of at most 1 altogether, fixed when a start is made, stay at most 1 in expectation at any stopping time: an e-process (Ramdas, Grünwald, Vovk and Shafer 2023); by Ville's inequality
/// it ever reaches 1/alpha with probability at most alpha. What has not been put in yet is left out, which only lowers it.
/// </para>
/// </remarks>
internal struct EProcess
{
    private static readonly Vector128<int> Least = Vector128.Create(LogNumber.Least);
    private static readonly Vector128<int> Most = Vector128.Create(LogNumber.Most);

    private Vector128<int> _logs;

    /// <summary>The logarithms for the four alternatives, as <see cref="LogNumber"/>s.</summary>
    public readonly Vector128<int> Logs => _logs;

    /// <summary>The natural logarithm of the value.</summary>
    public readonly double LogValue => LogMean([this]);

    /// <summary>A process with its first stake, before any item.</summary>
    public static EProcess Start() => new() { _logs = Vector128.Create(StartWeights.LogOf(1)) };

    /// <summary>A process from its logarithms.</summary>
    public static EProcess From(Vector128<int> logs) => new() { _logs = Vector128.Min(Vector128.Max(logs, Least), Most) };

    /// <summary>Puts in the stake of another start.</summary>
    /// <param name="logWeight">The logarithm of its weight.</param>
    public void StartAgain(int logWeight)
    {
        for (var i = 0; i < LikelihoodRatios.Alternatives; i++)
        {
            var (less, more) = (Math.Min(_logs[i], logWeight), Math.Max(_logs[i], logWeight));
            _logs = _logs.WithElement(i, more + LogNumber.Of(Math.Log(1 + Math.Exp(LogNumber.Nats(less - more)))));
        }
    }

    /// <summary>Takes up one item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LikelihoodRatios ratios, bool isHit) =>
        _logs = Vector128.Min(Vector128.Max(_logs + (isHit ? ratios.OfHit : ratios.OfOther), Least), Most);

    /// <summary>Takes up items in no order.</summary>
    public void Add(in LikelihoodRatios ratios, int hits, int others)
    {
        for (var i = 0; i < LikelihoodRatios.Alternatives; i++)
        {
            var log = _logs[i] + ((long)hits * ratios.OfHit[i]) + ((long)others * ratios.OfOther[i]);
            _logs = _logs.WithElement(i, (int)Math.Clamp(log, LogNumber.Least, LogNumber.Most));
        }
    }

    /// <summary>
    /// The natural logarithm of the mean of some processes' values: an e-process too, however they depend on each other (Vovk and Wang 2021).
    /// </summary>
    public static double LogMean(ReadOnlySpan<EProcess> processes)
    {
        var highest = LogNumber.Nats(Highest(processes));
        var sum = Vector256<double>.Zero;
        foreach (var process in processes)
        {
            var (lower, upper) = Vector128.Widen(process._logs);
            var nats = Vector256.ConvertToDouble(Vector256.Create(lower, upper)) / LogNumber.StepsPerNat;
            sum += Vector256.Exp(nats - Vector256.Create(highest));
        }

        return highest + Math.Log(Vector256.Sum(sum) / (processes.Length * LikelihoodRatios.Alternatives));
    }

    /// <summary>Whether any logarithm among some processes is above a bound: if not, no mean of theirs is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyAbove(ReadOnlySpan<EProcess> processes, int bound) => Vector128.GreaterThanAny(HighestOfEach(processes), Vector128.Create(bound));

    /// <summary>The highest logarithm among some processes.</summary>
    public static int Highest(ReadOnlySpan<EProcess> processes)
    {
        var highest = HighestOfEach(processes);
        return Math.Max(Math.Max(highest[0], highest[1]), Math.Max(highest[2], highest[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> HighestOfEach(ReadOnlySpan<EProcess> processes)
    {
        var highest = Least;
        foreach (ref readonly var process in processes)
        {
            highest = Vector128.Max(highest, process._logs);
        }

        return highest;
    }
}
