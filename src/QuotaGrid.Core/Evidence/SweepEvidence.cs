using System.Runtime.CompilerServices;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Evidence;

/// <summary>
/// The evidence that one identity sweeps with one capability: an e-process for each <see cref="Signal"/>, and their average. Belongs to one grain and is never merged: what two activations
/// saw of the same items would count twice. 112 bytes, beside the counts of <see cref="LookupEvidence"/>.
/// </summary>
/// <remarks>
/// <para>
/// Only targets that are new to the identity and admitted are evidence. One that is asked for again says nothing that it did not say the first time, and one that was denied is not
/// learned, so a client that tries again would be accused of the same target over and over: denied items count in <see cref="LookupEvidence.Denied"/> only.
/// </para>
/// <para>
/// What others do can lower this evidence and, but for bounds, never raise it: a target that they asked for is no longer new to everyone. Bounds are learned by votes (<see cref="Baseline"/>) and have a
/// floor.
/// </para>
/// </remarks>
public partial struct SweepEvidence
{
    /// <summary>How many signals there are.</summary>
    public const int Signals = 5;

    /// <summary>New targets that no sync is blamed for: new contacts, and one-off look-ups that fall into it. Syncs of no more targets than this say nothing.</summary>
    public const int FreePerSync = 8;

    /// <summary>A sync is not blamed for one new target in so many, either: a large book changes more.</summary>
    public const int TargetsPerFree = 50;

    /// <summary>The most that an honest identity's share of syncs may be that are blamed: after an import, or an exchanged SIM card.</summary>
    /// <remarks>
    /// It bounds what one sync can say to 1 / 0.001. Two of them make an average of at most 1,000² / 5 = 200,000, whatever is in them: never enough for an alpha of 10^-6 by themselves. Three
    /// in a row are.
    /// </remarks>
    public const double ChurnBound = 0.001;

    private static readonly LikelihoodRatios ChurnRatios = LikelihoodRatios.Above(ChurnBound);

    private Processes _processes;
    private long _epochEndNanos;
    private int _starts;
    private int _peak;
    private Signal _peakSignal;
    private bool _isPastFirstSync;

    /// <summary>How long until another start: who turns bad is not saved by what was honest before.</summary>
    public static TimeSpan Epoch { get; } = TimeSpan.FromHours(6);

    /// <summary>The most that an honest identity's share of targets may be that neighbour the one before.</summary>
    public static ShareBound OrderBound { get; } = ShareBound.Of(0.125);

    /// <summary>The natural logarithm of the evidence now: of the average of the signals' e-values.</summary>
    public readonly double LogEValue => EProcess.LogMean(_processes);

    /// <summary>The evidence now: 1 or less says nothing, and 1/alpha comes about with probability alpha at most for an honest identity, at any time.</summary>
    public readonly double EValue => Math.Exp(LogEValue);

    /// <summary>The natural logarithm of the most that the evidence ever was, at least 0.</summary>
    public readonly double PeakLogEValue => LogNumber.Nats(_peak);

    /// <summary>The signal that did most for <see cref="PeakLogEValue"/>; null when the evidence never was above 1.</summary>
    public readonly Signal? PeakSignal => _peak > 0 ? _peakSignal : null;

    /// <summary>The natural logarithm of one signal's e-value now, to explain a conviction by.</summary>
    public readonly double LogEValueOf(Signal signal) => _processes[(int)signal].LogValue;

    /// <summary>
    /// Whether the evidence ever reached 1/alpha. It stays so, because what is honest afterwards does not undo it; when containment expires, a new state takes the place of this one.
    /// </summary>
    /// <param name="alpha">How probable it may be that an honest identity is ever convicted, in (0, 1).</param>
    public readonly bool IsConvicted(double alpha) => PeakLogEValue >= -Math.Log(alpha);

    /// <summary>Takes up one target that is new to the identity and admitted.</summary>
    /// <param name="isNewToEveryone">Whether no other identity asked for it.</param>
    /// <param name="bound">The honest share of those, as known before this item.</param>
    /// <param name="now">The time.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnNovel(bool isNewToEveryone, ShareBound bound, Instant now)
    {
        StartWhenDue(now);
        _processes[(int)Signal.Novelty].Add(in LikelihoodRatios.Above(bound), isNewToEveryone);
        RaisePeak();
    }

    /// <summary>
    /// Takes up what the backend said of targets that were new to the identity when they were admitted, of each once. Those of known targets must not be passed: they are the same outcomes again.
    /// </summary>
    /// <param name="found">Targets found.</param>
    /// <param name="missing">Targets not found.</param>
    /// <param name="mostMissing">The most that an honest share of missing ones may be.</param>
    /// <param name="mostFound">The most that an honest share of found ones may be.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public void OnOutcomes(int found, int missing, ShareBound mostMissing, ShareBound mostFound, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(found);
        ArgumentOutOfRangeException.ThrowIfNegative(missing);
        StartWhenDue(now);
        _processes[(int)Signal.Missing].Add(in LikelihoodRatios.Above(mostMissing), missing, found);
        _processes[(int)Signal.Found].Add(in LikelihoodRatios.Above(mostFound), found, missing);
        RaisePeak();
    }

    /// <summary>Takes up how a target that is new to the identity and admitted follows the one before it in its batch.</summary>
    /// <param name="isNeighbour">Whether it is its neighbour.</param>
    /// <param name="now">The time.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnOrder(bool isNeighbour, Instant now)
    {
        StartWhenDue(now);
        _processes[(int)Signal.Order].Add(in LikelihoodRatios.Above(OrderBound), isNeighbour);
        RaisePeak();
    }

    /// <summary>
    /// Takes up a sync that is over, or the part of one that goes on for a day. All of an identity's first sync is new, so that one says nothing; nor does one of at most <see cref="FreePerSync"/> targets, which is
    /// not its first sync either.
    /// </summary>
    /// <param name="items">Different targets admitted.</param>
    /// <param name="fresh">Those of them that were new to the identity within the memory horizon. What a limit denied before must not be counted: it is new again when it is let in.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or more are new than there are.</exception>
    public void OnSync(int items, int fresh, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fresh);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fresh, items);
        StartWhenDue(now);
        if (items <= FreePerSync)
        {
            return;
        }

        if (_isPastFirstSync)
        {
            _processes[(int)Signal.Churn].Add(in ChurnRatios, fresh > FreeOf(items));
            RaisePeak();
        }

        _isPastFirstSync = true;
    }

    /// <summary>The most new targets of a sync that it is not blamed for.</summary>
    /// <param name="items">Its different targets.</param>
    public static long FreeOf(long items) => FreePerSync + (items / TargetsPerFree);

    private void StartWhenDue(Instant now)
    {
        if (_starts == 0 || now.UnixNanos >= _epochEndNanos)
        {
            StartAgain(now);
        }
    }

    /// <summary>Only epochs in which the identity does something are counted: whether there is another one is known before anything in it is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartAgain(Instant now)
    {
        _epochEndNanos = ((now.UnixNanos / Nanos(Epoch)) + 1) * Nanos(Epoch);
        if (_starts == int.MaxValue)
        {
            return;
        }

        _starts++;
        foreach (ref var process in (Span<EProcess>)_processes)
        {
            if (_starts == 1)
            {
                process = EProcess.Start();
            }
            else
            {
                process.StartAgain(StartWeights.LogOf(_starts));
            }
        }
    }

    // The mean is never above the highest, and few honest identities ever come to a highest above 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RaisePeak()
    {
        if (EProcess.IsAnyAbove(_processes, _peak))
        {
            RaisePeakByMean();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RaisePeakByMean()
    {
        var mean = LogNumber.Of(LogEValue);
        if (mean <= _peak)
        {
            return;
        }

        _peak = mean;
        var highest = EProcess.Highest(_processes);
        for (var signal = Signal.Novelty; signal <= Signal.Churn; signal++)
        {
            if (EProcess.Highest([_processes[(int)signal]]) == highest)
            {
                _peakSignal = signal;
            }
        }
    }

    private static long Nanos(TimeSpan span) => span.Ticks * Instant.NanosPerTick;

    [InlineArray(Signals)]
    private struct Processes
    {
        private EProcess _first;
    }
}
