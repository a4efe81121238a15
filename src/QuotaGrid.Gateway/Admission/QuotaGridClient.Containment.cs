using QuotaGrid.Contracts.Identities;
using QuotaGrid.Contracts.Sentinel;
using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Time;
using QuotaGrid.Gateway.Hosting;

namespace QuotaGrid.Gateway.Admission;

/// <content>What operators and challenges do about identities that were convicted, about cohorts and campaigns.</content>
public sealed partial class QuotaGridClient
{
    private const string NoAnswerAboutContainment = "No silo answered about the containment. Ask again in a moment.";

    // Of the members of a campaign that is pardoned.
    private const int PardonsAtOnce = 32;

    private ISentinelGrain Sentinel => _grains.GetGrain<ISentinelGrain>(ISentinelGrain.Key);

    /// <summary>Ends what is done about an identity for sweeping, and forgets what was held against it.</summary>
    /// <returns>False when nothing was done about it.</returns>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<bool> PardonAsync(Identity identity, Capability capability, CancellationToken cancellationToken = default) =>
        AskAsync(() => _grains.GetIdentity(identity).PardonAsync(capability).AsTask(), NoAnswerAboutContainment, cancellationToken);

    /// <summary>Lets what is done about an identity for sweeping last until a time.</summary>
    /// <inheritdoc cref="PardonAsync(Identity, Capability, CancellationToken)" path="/returns"/>
    /// <inheritdoc cref="PardonAsync(Identity, Capability, CancellationToken)" path="/exception"/>
    public ValueTask<bool> ExtendContainmentAsync(Identity identity, Capability capability, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        AskAsync(() => _grains.GetIdentity(identity).ExtendContainmentAsync(capability, Instant.From(until)).AsTask(), NoAnswerAboutContainment, cancellationToken);

    /// <summary>
    /// Reports that a client proved itself, as a decision with <see cref="ContainmentAction.Challenge"/> told it to. That lifts the challenge, at most three times in 30 days; the next conviction is a step up
    /// the ladder. Reported again, it changes nothing.
    /// </summary>
    /// <param name="identity">Who.</param>
    /// <param name="capability">What was denied.</param>
    /// <param name="challenge">Names the challenge: another one for each.</param>
    /// <param name="cancellationToken">Stops waiting; the challenge may count all the same.</param>
    /// <exception cref="QuotaUnavailableException">No silo answered in time. Trying again is safe.</exception>
    public async ValueTask<ChallengeResult> PassChallengeAsync(Identity identity, Capability capability, ChallengeId challenge, CancellationToken cancellationToken = default)
    {
        var result = await AskAsync(() => _grains.GetIdentity(identity).PassChallengeAsync(capability, challenge).AsTask(), NoAnswerAboutContainment, cancellationToken);
        _instruments.OnChallenge(result);
        return result;
    }

    /// <summary>Counts that a client did not prove itself. Nothing is done for it: what was done about the identity goes on.</summary>
    public void FailChallenge() => _instruments.OnChallenge(GatewayInstruments.Failed);

    /// <summary>The campaigns that are known, those that opened first in front, without the names of members.</summary>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<SentinelReport> DescribeCampaignsAsync(CancellationToken cancellationToken = default) =>
        AskAsync(() => Sentinel.GetState(), "No silo described the campaigns. Ask again in a moment.", cancellationToken);

    /// <summary>A campaign with the names of the members that are known; null when there is none.</summary>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<CampaignReport?> DescribeCampaignAsync(CampaignId campaign, CancellationToken cancellationToken = default) =>
        AskAsync(() => Sentinel.DescribeAsync(campaign).AsTask(), "No silo described the campaign. Ask again in a moment.", cancellationToken);

    /// <summary>Ends what is done because of a campaign, closes it, and pardons the members whose names are known.</summary>
    /// <returns>False when there is no such campaign.</returns>
    /// <exception cref="QuotaUnavailableException">No silo answered in time; not every member may be pardoned. Trying again is safe.</exception>
    public async ValueTask<bool> PardonAsync(CampaignId campaign, CancellationToken cancellationToken = default)
    {
        if (await DescribeCampaignAsync(campaign, cancellationToken) is not { } report
            || await AskAsync(() => Sentinel.PardonCampaignAsync(campaign).AsTask(), NoAnswerAboutContainment, cancellationToken) is not { } members)
        {
            return false;
        }

        foreach (var some in members.Chunk(PardonsAtOnce))
        {
            await Task.WhenAll(some.Select(member => PardonAsync(member, report.Capability, cancellationToken).AsTask()));
        }

        return true;
    }

    /// <summary>Lets what is done about others because of a campaign last until a time at least.</summary>
    /// <returns>False when there is no such campaign, or it was pardoned.</returns>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<bool> ExtendContainmentAsync(CampaignId campaign, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        AskAsync(() => Sentinel.ExtendCampaignAsync(campaign, Instant.From(until)).AsTask(), NoAnswerAboutContainment, cancellationToken);

    /// <summary>Does something about every identity of a cohort that is watched, or lets what was ordered last longer.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="capability">What its identities do.</param>
    /// <param name="action">What is done about it; null lets what was ordered before last longer.</param>
    /// <param name="until">Until when.</param>
    /// <param name="cancellationToken">Stops waiting; it may be done all the same.</param>
    /// <returns>False when there is nothing to let last longer, or orders about 1,000 cohorts are in force already.</returns>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<bool> ContainAsync(Cohort cohort, Capability capability, ContainmentAction? action, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        AskAsync(() => Sentinel.ContainCohortAsync(capability, cohort, action, Instant.From(until)).AsTask(), NoAnswerAboutContainment, cancellationToken);

    /// <summary>Ends what an operator ordered about a cohort.</summary>
    /// <returns>False when nothing was ordered.</returns>
    /// <exception cref="QuotaUnavailableException">No silo answered in time.</exception>
    public ValueTask<bool> PardonAsync(Cohort cohort, Capability capability, CancellationToken cancellationToken = default) =>
        AskAsync(() => Sentinel.PardonCohortAsync(capability, cohort).AsTask(), NoAnswerAboutContainment, cancellationToken);
}
