using QuotaGrid.Core.Evidence;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.FalseAlarms;

/// <summary>The bounds of one region, learned from the votes of a scenario's people.</summary>
/// <param name="Novelty">The most that an honest share of targets may be that are new to everyone.</param>
/// <param name="Missing">The most that an honest share of missing ones may be.</param>
/// <param name="Found">The most that an honest share of found ones may be.</param>
public sealed record LearnedBounds(ShareBound Novelty, ShareBound Missing, ShareBound Found)
{
    /// <summary>Learns the bounds.</summary>
    /// <param name="scenario">How people are.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="region">Which region's votes.</param>
    public static LearnedBounds Learn(FalseAlarmScenario scenario, int seed, int region)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var random = new SeededRandom(seed, "vote", (ulong)region);
        var (novelty, missing) = (new Baseline(scenario.Novelty), new Baseline(scenario.Missing));
        var poisoned = (int)(scenario.Votes * scenario.Poisoned);
        for (var i = 0; i < scenario.Votes; i++)
        {
            var size = scenario.VoteItems > 0 ? scenario.VoteItems : AddressBooks.DrawSize(random);
            novelty.Vote(i < poisoned ? 0 : Hits(random, scenario, scenario.NovelShare, size), size, default);
            missing.Vote(i < poisoned ? 0 : Hits(random, scenario, scenario.MissingShare, size), size, default);
        }

        return new(novelty.MostAt(default), missing.MostAt(default), missing.MostOthersAt(default));
    }

    private static int Hits(SeededRandom random, FalseAlarmScenario scenario, double mean, int size)
    {
        var (share, hits) = (ShareDraw.Next(random, mean, scenario.Likeness), 0);
        for (var i = 0; i < size; i += scenario.Clump)
        {
            hits += random.Unit() < share ? Math.Min(scenario.Clump, size - i) : 0;
        }

        return hits;
    }
}
