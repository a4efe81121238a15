namespace QuotaGrid.Core.Evidence;

/// <summary>
/// Natural logarithms as whole numbers of 2^-20, rounded down. Sums of them are exact, so that a batch gives the same in any order and on any machine, and never more than the truth;
/// floats would lose a nat in a million items, in either direction.
/// </summary>
internal static class LogNumber
{
    /// <summary>Steps in one nat.</summary>
    public const int StepsPerNat = 1 << 20;

    /// <summary>The least that is kept. What is this small never comes back before another start outweighs it.</summary>
    public const int Least = -1000 * StepsPerNat;

    /// <summary>The most that is kept: less than the truth, and more than enough to convict.</summary>
    public const int Most = 1000 * StepsPerNat;

    /// <summary>The logarithm for a number of nats, rounded down and kept within bounds.</summary>
    public static int Of(double nats) => (int)Math.Clamp(Math.Floor(nats * StepsPerNat), Least, Most);

    /// <summary>A logarithm in nats.</summary>
    public static double Nats(int log) => (double)log / StepsPerNat;
}
