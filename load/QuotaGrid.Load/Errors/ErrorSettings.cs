namespace QuotaGrid.Load.Errors;

/// <summary>What a measurement of the sketch's error is made of.</summary>
/// <param name="Runs">How many sketches are filled.</param>
/// <param name="Seed">What the targets are made from.</param>
public sealed record ErrorSettings(int Runs, int Seed)
{
    /// <summary>The runs without <c>--quick</c>.</summary>
    public const int FullRuns = 10_000;

    /// <summary>The runs that <c>--quick</c> makes.</summary>
    public const int QuickRuns = 1_000;

    /// <summary>The new targets of a batch whose count is measured.</summary>
    public const int NovelBatch = 1_000;
}
