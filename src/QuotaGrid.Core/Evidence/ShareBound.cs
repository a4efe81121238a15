using Orleans;

namespace QuotaGrid.Core.Evidence;

/// <summary>
/// The most that an honest identity's share of something may be: the null hypothesis of an <see cref="EProcess"/>. A multiple of 1/256, rounded up, so that likelihood ratios
/// come from a table and rounding never accuses. A whole bound says nothing about anybody.
/// </summary>
[GenerateSerializer, Immutable, Alias("quotagrid.ShareBound")]
public readonly record struct ShareBound
{
    /// <summary>How many steps a whole share has.</summary>
    internal const int Steps = 256;

    // Counted from the whole one, so that the default bound accuses nobody.
    [Id(0)]
    private readonly byte _below;

    private ShareBound(int steps) => _below = (byte)(Steps - steps);

    /// <summary>The bound under which every share is honest: the test stands still.</summary>
    public static ShareBound Whole => default;

    /// <summary>Whether the test stands still.</summary>
    public bool IsWhole => _below == 0;

    /// <summary>The share, above 0 and at most 1.</summary>
    public double Value => (double)Index / Steps;

    /// <summary>The bound in steps, 1 to 256.</summary>
    internal int Index => Steps - _below;

    /// <summary>The bound for a share, rounded up to the next step and at least one step.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not that.</exception>
    public static ShareBound Of(double share) =>
        share is >= 0 and <= 1
            ? new(Math.Max(1, (int)Math.Ceiling(share * Steps)))
            : throw new ArgumentOutOfRangeException(nameof(share), share, "A share is 0 to 1.");
}
