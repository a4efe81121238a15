namespace QuotaGrid.Load.Reports;

/// <summary>One measured value, and what was promised of it.</summary>
/// <param name="Name">Its name: lower-case words with dots between them (<c>e.share</c>).</param>
/// <param name="Value">The value, or null when what it measures did not happen (no denial, so no time to the first one).</param>
/// <param name="Unit">The unit: <c>s</c>, <c>ms</c>, <c>1</c> for a share, or what is counted (<c>{number}</c>).</param>
/// <param name="Gate">The promised bound, or null when nothing was promised.</param>
/// <param name="Met">Whether the bound was kept, or null when nothing was promised.</param>
public sealed record Figure(string Name, double? Value, string Unit, double? Gate, bool? Met)
{
    /// <summary>A value of which nothing was promised.</summary>
    public static Figure Of(string name, double? value, string unit) => new(name, value, unit, null, null);

    /// <summary>A value that must not be above a bound. A missing value misses the gate.</summary>
    public static Figure AtMost(string name, double? value, string unit, double gate) =>
        new(name, value, unit, gate, value <= gate);
}
