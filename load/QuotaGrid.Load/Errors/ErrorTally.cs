namespace QuotaGrid.Load.Errors;

/// <summary>Sums up relative errors.</summary>
public sealed class ErrorTally
{
    private long _count;
    private double _sum;
    private double _squares;

    /// <summary>The mean of the errors: above 0 when too many are counted.</summary>
    public double Bias => _sum / _count;

    /// <summary>The root of the mean square of the errors.</summary>
    public double Rmse => Math.Sqrt(_squares / _count);

    /// <summary>Adds the error of a count.</summary>
    /// <param name="counted">What was counted.</param>
    /// <param name="truth">What there was.</param>
    public void Add(double counted, double truth)
    {
        var error = (counted / truth) - 1;
        _count++;
        _sum += error;
        _squares += error * error;
    }

    /// <summary>Adds what another tally has.</summary>
    public void Add(ErrorTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _count += other._count;
        _sum += other._sum;
        _squares += other._squares;
    }
}
