using System.Diagnostics;
using QuotaGrid.Load.Evaluate.Defences;

namespace QuotaGrid.Load.Evaluate.Costs;

/// <summary>Times the decisions of another defence.</summary>
/// <param name="inner">The other.</param>
public sealed class TimedDefence(IDefence inner) : IDefence
{
    private readonly List<long> _ticks = [];

    /// <summary>The other.</summary>
    public IDefence Inner => inner;

    /// <inheritdoc />
    public bool WantsOutcomes => inner.WantsOutcomes;

    /// <summary>Every decision's time, in seconds.</summary>
    public IEnumerable<double> Seconds => _ticks.Select(ticks => (double)ticks / Stopwatch.Frequency);

    /// <inheritdoc />
    public void Decide(in ContactRequest request, Span<ulong> allowed)
    {
        var start = Stopwatch.GetTimestamp();
        inner.Decide(request, allowed);
        _ticks.Add(Stopwatch.GetTimestamp() - start);
    }

    /// <inheritdoc />
    public void OnOutcomes(in ContactRequest request, ReadOnlySpan<ulong> allowed, ReadOnlySpan<ulong> found) => inner.OnOutcomes(request, allowed, found);

    /// <inheritdoc />
    public Standing StandingOf(int identity) => inner.StandingOf(identity);

    /// <inheritdoc />
    public void Retire(int identity) => inner.Retire(identity);

    /// <inheritdoc />
    public IDefence Branch(int identities) => inner.Branch(identities);
}
