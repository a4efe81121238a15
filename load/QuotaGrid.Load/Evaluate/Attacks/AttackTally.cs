using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Plans;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>Counts what an attack gets, and when. Seconds count from its beginning.</summary>
/// <param name="puppets">The puppets that it will use.</param>
public sealed class AttackTally(int puppets)
{
    // A point whenever the count is 5 % higher: 500 points from 1 to 10^10.
    private const double CurveStep = 1.05;

    private readonly List<(double Second, long Exposed)> _curve = [];
    private readonly int[] _admittedOfBlocks = new int[PlanFigures.RegionBlocks];
    private readonly double[] _alerted = NoSeconds(puppets);
    private readonly bool[] _isLimited = new bool[puppets];
    private readonly bool[] _isContained = new bool[puppets];
    private readonly bool[] _asked = new bool[puppets];
    private int _askers;
    private int _limited;
    private int _contained;
    private long _exposed;

    /// <summary>Lookups that were asked for.</summary>
    public long Asked { get; private set; }

    /// <summary>Lookups that were admitted.</summary>
    public long Admitted { get; private set; }

    /// <summary>The first denial; null when there was none.</summary>
    public double? FirstDenial { get; private set; }

    /// <summary>The first alert; null when there was none.</summary>
    public double? FirstAlert { get; private set; }

    /// <summary>When 90 % of the puppets that had asked, and at least a tenth of all, were limited; null when that never was.</summary>
    public double? Containment { get; private set; }

    /// <summary>Admitted targets of the plan's first region, by block.</summary>
    public IReadOnlyList<int> AdmittedOfBlocks => _admittedOfBlocks;

    /// <summary>When a puppet was alerted of; infinite when it was not.</summary>
    public double AlertedSecond(int puppet) => _alerted[puppet];

    /// <summary>Whether so many puppets are contained that the attack is over.</summary>
    public bool IsAllContained(AttackScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return !scenario.HandsOut && _contained >= AttackRun.ContainedShare * _isContained.Length;
    }

    /// <summary>Counts a target that was admitted.</summary>
    public void OnAdmitted(int target, bool isExposed, double second)
    {
        var block = target / PlanFigures.BlockSize;
        if (block < _admittedOfBlocks.Length)
        {
            _admittedOfBlocks[block]++;
        }

        if (isExposed && (++_exposed == 1 || _exposed >= _curve[^1].Exposed * CurveStep))
        {
            _curve.Add((second, _exposed));
        }
    }

    /// <summary>Counts an answer to a puppet that took notice of it.</summary>
    /// <param name="puppet">The puppet.</param>
    /// <param name="asked">What it asked for.</param>
    /// <param name="admitted">What it was admitted to.</param>
    /// <param name="isLimited">Whether the puppet counts as limited from now on.</param>
    /// <param name="second">The time.</param>
    public void OnAnswer(Puppet puppet, int asked, int admitted, bool isLimited, double second)
    {
        ArgumentNullException.ThrowIfNull(puppet);
        Asked += asked;
        Admitted += admitted;
        _askers += _asked[puppet.Index] ? 0 : 1;
        _asked[puppet.Index] = true;
        FirstDenial ??= admitted < asked ? second : null;
        Limit(puppet.Index, isLimited, second);
    }

    /// <summary>Counts what a defence makes of a puppet.</summary>
    /// <param name="puppet">The puppet.</param>
    /// <param name="standing">Its standing.</param>
    /// <param name="second">The time.</param>
    /// <param name="start">When the attack began, in seconds of the run.</param>
    public void OnStanding(Puppet puppet, in Standing standing, double second, double start)
    {
        ArgumentNullException.ThrowIfNull(puppet);
        if (standing.AlertedSecond is { } alerted && double.IsPositiveInfinity(_alerted[puppet.Index]))
        {
            _alerted[puppet.Index] = alerted - start;
            FirstAlert ??= alerted - start;
        }

        if (standing.ContainedSecond is not null && !_isContained[puppet.Index])
        {
            _isContained[puppet.Index] = true;
            _contained++;
            Limit(puppet.Index, true, second);
        }
    }

    /// <summary>The curve as shares, with a point at the end.</summary>
    public IReadOnlyList<(double Second, double Share)> CurveOf(long registered, double endSecond, long exposed) =>
    [
        .. _curve.Append((endSecond, exposed)).Select(point => (point.Item1, (double)point.Item2 / Math.Max(1, registered))),
    ];

    private void Limit(int puppet, bool isLimited, double second)
    {
        _limited += isLimited && !_isLimited[puppet] ? 1 : 0;
        _isLimited[puppet] |= isLimited;
        if (_askers * 10 >= _isLimited.Length && _limited >= AttackRun.ContainedShare * _askers)
        {
            Containment ??= second;
        }
    }

    private static double[] NoSeconds(int count)
    {
        var seconds = new double[count];
        Array.Fill(seconds, double.PositiveInfinity);
        return seconds;
    }
}
