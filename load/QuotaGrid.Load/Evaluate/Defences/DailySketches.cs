using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>
/// Counts the different numbers that an identity asks for in a day that begins with its first request, by a sketch. A request that changes the sketch is denied wholly when the sketch then is over
/// the limit; its numbers stay in the sketch.
/// </summary>
public sealed class DailySketches : IDefence
{
    /// <summary>The most different numbers in a day.</summary>
    public const int Limit = 5_000;

    private const int SecondsPerDay = 24 * 3_600;

    private readonly int _seed;
    private readonly ulong _key;
    private readonly CardinalitySketch?[] _sketches;
    private readonly double[] _ends;
    private readonly float[] _most;

    /// <summary>Makes one that knows no identity.</summary>
    public DailySketches(int seed, int identities)
    {
        (_seed, _key) = (seed, SeededHash.Key(seed, "daily sketch"));
        (_sketches, _ends, _most) = (new CardinalitySketch?[identities], new double[identities], new float[identities]);
    }

    /// <inheritdoc />
    public void Decide(in ContactRequest request, Span<ulong> allowed)
    {
        var identity = request.Identity;
        if (_sketches[identity] is not { } sketch || request.Second >= _ends[identity])
        {
            _sketches[identity] = sketch = new CardinalitySketch();
            _ends[identity] = request.Second + SecondsPerDay;
        }

        var changed = false;
        foreach (var target in request.Targets)
        {
            changed |= sketch.Add(SeededHash.Mix(_key ^ (ulong)target));
        }

        var estimate = sketch.Estimate;
        if (!changed || estimate <= Limit)
        {
            ItemBits.AddFirst(allowed, request.Targets.Length);
        }

        _most[identity] = (float)Math.Max(_most[identity], estimate);
    }

    /// <inheritdoc />
    public Standing StandingOf(int identity) => new(_most[identity]);

    /// <inheritdoc />
    public void Retire(int identity) => _sketches[identity] = null;

    /// <inheritdoc />
    public IDefence Branch(int identities) => new DailySketches(_seed, identities);
}
