namespace QuotaGrid.Core.Evidence;

/// <summary>How a <see cref="Baseline"/> makes bounds of the median of honest shares. People differ, so a bound is generously beyond the median.</summary>
public sealed record BaselineRules
{
    /// <summary>For the share of targets that are new to everyone. Default: nobody is suspected before there are enough votes.</summary>
    public static BaselineRules Novelty { get; } = new();

    /// <summary>For the share of targets that the backend does not find. Default: a slack of 0.3, and until there are enough votes at most half.</summary>
    public static BaselineRules Missing { get; } = new() { Slack = 0.3, PriorMost = ShareBound.Of(0.5) };

    /// <summary>What is added to the multiple of the median, 0 to 1. Default: 0.2. However low the votes, no bound is below it.</summary>
    public double Slack { get; init; } = 0.2;

    /// <summary>What is taken from the part of the median that is the least honest share, 0 to 1. Default: 0.1.</summary>
    public double SlackBelow { get; init; } = 0.1;

    /// <summary>The multiple of the median, at least 1, and what it is divided by for the least honest share. Default: 3.</summary>
    public double Factor { get; init; } = 3;

    /// <summary>The highest bound that is learned, 0 to 1. Default: 0.9.</summary>
    public double Most { get; init; } = 0.9;

    /// <summary>How many votes a bound takes, at least 1. Default: 200.</summary>
    public int LeastVotes { get; init; } = 200;

    /// <summary>How many targets a vote takes, at least 1. Default: 8. The share of fewer is mostly chance.</summary>
    public int LeastItems { get; init; } = 8;

    /// <summary>The bound on the share until there are enough votes. Default: the whole.</summary>
    public ShareBound PriorMost { get; init; }

    /// <summary>The bound on the share of the others until there are enough votes. Default: the whole.</summary>
    public ShareBound PriorMostOthers { get; init; }
}
