using QuotaGrid.Core.Evidence;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>One way in which honest people are, and what their baselines were learned from.</summary>
/// <param name="Name">Its name, lower-case words with dots or hyphens.</param>
public sealed record FalseAlarmScenario(string Name)
{
    /// <summary>Whether everything happens exactly as often as a bound allows: where alarms are as many as alpha promises at most.</summary>
    public bool AtBounds { get; init; }

    /// <summary>The mean, over people, of the share of their targets that are new to everyone.</summary>
    public double NovelShare { get; init; } = 0.1;

    /// <summary>The mean, over people, of the share of their targets that the backend does not find.</summary>
    public double MissingShare { get; init; } = 0.075;

    /// <summary>How alike people are: the sum of the two shapes of a Beta distribution. Infinite: all the same.</summary>
    public double Likeness { get; init; } = double.PositiveInfinity;

    /// <summary>How many contacts in a row are all new or all known, all missing or all found.</summary>
    public int Clump { get; init; } = 1;

    /// <summary>How many votes a baseline has.</summary>
    public int Votes { get; init; } = 100_000;

    /// <summary>How many targets a vote is of; 0 for a whole address book.</summary>
    public int VoteItems { get; init; }

    /// <summary>Whether it is beyond what bounds have room for: it is reported, and nothing is promised.</summary>
    public bool IsBeyond { get; init; }

    /// <summary>The share of votes that attackers cast, all for a share of nothing: so that honest people look guilty.</summary>
    public double Poisoned { get; init; }

    /// <summary>How the bound on novelty is made.</summary>
    public BaselineRules Novelty { get; init; } = BaselineRules.Novelty;

    /// <summary>How the bounds on misses are made.</summary>
    public BaselineRules Missing { get; init; } = BaselineRules.Missing;

    /// <summary>The scenarios of a run.</summary>
    public static IReadOnlyList<FalseAlarmScenario> All { get; } =
    [
        new("at-bounds") { AtBounds = true },
        new("alike"),
        new("spread") { Likeness = 25 },
        new("heavy-spread") { Likeness = 10 },
        new("clumps-of-8") { Likeness = 25, Clump = 8 },
        new("votes-of-16") { Likeness = 25, VoteItems = 16 },
        new("votes-1000") { Likeness = 25, Votes = 1_000 },
        new("poisoned-20") { Likeness = 25, Votes = 1_000, Poisoned = 0.2 },
        new("all-together") { Likeness = 25, Clump = 4, Votes = 1_000, Poisoned = 0.2 },
        new("all-together.new-3") { NovelShare = 0.03, Likeness = 25, Clump = 4, Votes = 1_000, Poisoned = 0.2 },
        new("all-together.new-30") { NovelShare = 0.3, Likeness = 25, Clump = 4, Votes = 1_000, Poisoned = 0.2 },
        new("all-together.new-54") { NovelShare = 0.54, Likeness = 25, Clump = 4, Votes = 1_000, Poisoned = 0.2 },
        new("beyond.heavy-spread.votes-of-16") { Likeness = 10, VoteItems = 16, IsBeyond = true },
        new("beyond.new-2.heavy-spread") { NovelShare = 0.02, Likeness = 10, IsBeyond = true },
    ];
}
