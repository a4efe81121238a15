namespace QuotaGrid.Load.Errors;

/// <summary>When a run looks at its sketch, and at which age each target is put so that every window begins where one age does.</summary>
public static class ErrorPlan
{
    /// <summary>How many targets have been asked for when the sketch is looked at.</summary>
    public static IReadOnlyList<int> Moments { get; } =
    [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
    ];

    /// <summary>The moments after which a batch of new targets is counted by their weights.</summary>
    public static IReadOnlyList<int> NovelMoments { get; } = [20_000, 100_000, 1_000_000];

    /// <summary>The windows: those that see all targets, the last half, tenth and hundredth of them.</summary>
    public static IReadOnlyList<ErrorWindow> Windows { get; } =
    [
        .. Moments.SelectMany(moment => new[] { ("all", 1), ("half", 2), ("tenth", 10), ("hundredth", 100) }
            .Where(share => moment % share.Item2 == 0)
            .Select(share => new ErrorWindow(share.Item1, moment, moment / share.Item2))),
    ];

    // The first target of each age, in order: 57 ages at most, of the 255 that there are.
    private static readonly int[] Firsts = [.. Windows.Select(window => window.First).Distinct().Order()];

    /// <summary>The age at which a target is put, by its number from 0.</summary>
    public static byte AgeOf(int target)
    {
        var place = Array.BinarySearch(Firsts, target);
        return checked((byte)(place >= 0 ? place + 1 : ~place));
    }

    /// <summary>The number of the first target after this one that has another age or comes after a moment.</summary>
    public static int NextAfter(int target) => Firsts.Concat(Moments).Where(number => number > target).Min();
}
