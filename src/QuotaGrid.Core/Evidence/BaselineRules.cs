namespace QuotaGrid.Core.Evidence;

/// <summary>
/// How a <see cref="Baseline"/> makes bounds of honest shares: in odds, the median's times a factor, and as many times again as people differ. What it is for is people who are not like most: the
/// defaults were chosen so that of the honest people of <c>falsealarms</c>, who differ and whose contacts come in clumps, at most alpha are convicted.
/// </summary>
public sealed record BaselineRules
{
    /// <summary>For the share of targets that are new to everyone. Default: never below 0.15.</summary>
    public static BaselineRules Novelty { get; } = new();

    /// <summary>For the share of targets that the backend does not find. Default: never below 0.3: shops and landlines are looked up too.</summary>
    public static BaselineRules Missing { get; } = new() { Floor = 0.3 };

    /// <summary>The least bound on a share, in (0, 1). Default: 0.15. However low the votes, no bound is below it.</summary>
    public double Floor { get; init; } = 0.15;

    /// <summary>How many times the median's odds an honest person's may be, at least 1. Default: 6.</summary>
    public double Factor { get; init; } = 6;

    /// <summary>How many times less they may be, at least 1. Default: 12, because many have hardly any of what is rare.</summary>
    public double FactorBelow { get; init; } = 12;

    /// <summary>How much further the bound is for each nat between the median and the quarter of the votes that is certainly furthest from it, in nats, at least 0. Default: 5.</summary>
    public double PerSpread { get; init; } = 5;

    /// <summary>The most that it is further for that, in nats, at least 0. Default: 4, so that not even who has a quarter of the votes can teach any bound.</summary>
    public double MostForSpread { get; init; } = 4;

    /// <summary>How many votes a bound takes, at least 1. Default: 200. Until then nobody is suspected.</summary>
    public int LeastVotes { get; init; } = 200;

    /// <summary>How many targets a vote takes, at least 1. Default: 16. The share of fewer is mostly chance.</summary>
    public int LeastItems { get; init; } = 16;
}
