using System.Collections.Immutable;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Containment;

/// <content>What is done because of the identity's cohorts, what was lifted, and where the identity's targets lie.</content>
internal sealed partial class Watch
{
    private TouchedBlocks _blocks;
    private Relief _relief;

    // By the silo's copy of what is done about cohorts, as of the latest request: not stored.
    private GroupContainment _group;

    /// <summary>The blocks that many of the identity's targets lie in: of the last conviction, until something new is admitted after it.</summary>
    public ImmutableArray<TouchedBlock> Blocks => _blocks.ToArray();

    /// <summary>About how many blocks its targets lie in.</summary>
    public int DifferentBlocks => _blocks.Different;

    /// <summary>The cohorts of its latest request, and how large each is as far as is known here.</summary>
    public ImmutableArray<CohortSize> CohortSizes =>
        _cohorts?.Everybody is { } everybody
            ? [.. _cohorts.Held.Select(held => new CohortSize(held.Key.Cohort, Rounded(held.Totals.Members), Rounded(everybody.Totals.Members)))]
            : [];

    /// <summary>What began until then is lifted from the identity.</summary>
    public Instant LiftedUntil => _relief.Until;

    /// <summary>What is done about the identity because of its cohorts.</summary>
    public GroupContainment Group => _group;

    /// <summary>Takes notice of what is done about the identity because of its cohorts.</summary>
    public void OnGroup(in GroupContainment group) => _group = group;

    /// <summary>When what is done about the identity, and is at least as hard as this, ends.</summary>
    public Instant EndOf(ContainmentAction least, Instant now)
    {
        var own = OwnActionAt(now) >= least ? _conviction.Until : now;
        var group = _group.ActionAt(now) >= least ? _group.Until : now;
        return own > group ? own : group;
    }

    /// <summary>Takes up that the client passed a challenge. What it was convicted of still counts: the next conviction is a step up.</summary>
    public ChallengeResult Pass(ChallengeId challenge, Instant now)
    {
        if (_relief.Has(challenge))
        {
            return ChallengeResult.Lifted;
        }

        switch (ActionAt(now))
        {
            case ContainmentAction.None:
                return ChallengeResult.NotContained;
            case ContainmentAction.Challenge when !_relief.TryPass(challenge, now):
                return ChallengeResult.Exhausted;
            case ContainmentAction.Challenge:
                _conviction = _conviction.IsInForce(now) ? _conviction with { Until = now } : _conviction;
                _group = default;
                return ChallengeResult.Lifted;
            default:
                return ChallengeResult.NotChallenged;
        }
    }

    private static long Rounded(double members) => (long)Math.Round(members);

    private ContainmentAction OwnActionAt(Instant now) => _stage == _conviction.Stage ? _conviction.ActionAt(now) : ContainmentAction.None;
}
