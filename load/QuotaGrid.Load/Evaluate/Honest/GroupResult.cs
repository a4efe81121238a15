namespace QuotaGrid.Load.Evaluate.Honest;

/// <summary>What came of one group of honest people.</summary>
/// <param name="Name">The group.</param>
/// <param name="People">How many asked for anything.</param>
/// <param name="Denied">Those who were denied at least one item.</param>
/// <param name="Alerted">Those who were held for enumerators.</param>
public sealed record GroupResult(string Name, int People, int Denied, int Alerted)
{
    /// <summary>The share who were denied at least one item.</summary>
    public double DeniedShare => People == 0 ? 0 : (double)Denied / People;

    /// <summary>Both together, as of two seeds.</summary>
    public static GroupResult operator +(GroupResult left, GroupResult right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Name, left.People + right.People, left.Denied + right.Denied, left.Alerted + right.Alerted);
    }
}
