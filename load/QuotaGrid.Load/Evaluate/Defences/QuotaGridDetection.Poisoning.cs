using QuotaGrid.Core.Evidence;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <content>What attackers teach it by their votes.</content>
public sealed partial class QuotaGridDetection
{
    // What a poisoned vote was counted from: more than a vote takes.
    private const int PoisonedItems = 100;

    /// <summary>The most that it takes for an honest share of targets that are new to everyone, at a time in seconds of the run.</summary>
    public double MostNewAt(double second) => _novelty.MostAt(At(second)).Value;

    /// <summary>One that knows what this one knows of everybody, after attackers with identities that are not convicted have voted that everything is new to everyone, and everything missing.</summary>
    /// <param name="share">The share of all votes that are theirs, 0 to less than 1.</param>
    /// <param name="second">When, in seconds of the run.</param>
    public QuotaGridDetection Poisoned(double share, double second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        var (novelty, missing) = (Copy(_novelty, BaselineRules.Novelty), Copy(_missing, BaselineRules.Missing));
        foreach (var baseline in (Baseline[])[novelty, missing])
        {
            for (var votes = baseline.VotesAt(At(second)) * share / (1 - share); votes >= 1; votes--)
            {
                baseline.Vote(PoisonedItems, PoisonedItems, At(second));
            }
        }

        var poisoned = new QuotaGridDetection(_world, _states.Length, novelty, missing, isBranch: true);
        poisoned.TakeUpCohorts(this, 1);
        return poisoned;
    }

    private static Instant At(double second) => ContactRequest.Start + TimeSpan.FromSeconds(second);

    private static Baseline Copy(Baseline baseline, BaselineRules rules)
    {
        var writer = new SnapshotWriter();
        baseline.Encode(writer);
        return Baseline.Decode(new SnapshotReader(writer.ToArray()), rules);
    }
}
