using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Containment;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Campaigns;

/// <summary>Convictions as silos tell them.</summary>
internal static class SomeConvictions
{
    public static readonly RegionKey Manhattan = RegionKey.Parse("e164:1212");

    /// <summary>A cohort of one in a thousand.</summary>
    public static readonly CohortSize Rare = new(Cohort.Of("client", "ja4:rare"), 1_000, 1_000_000);

    /// <summary>A cohort of one in four.</summary>
    public static readonly CohortSize Common = new(Cohort.Of("client", "ja4:common"), 250_000, 1_000_000);

    public static Instant After(double minutes) => Some.Start + TimeSpan.FromMinutes(minutes);

    public static ConvictionNotice Of(string identity, double minutes, TouchedBlock[]? blocks = null, params CohortSize[] cohorts) => new(
        Identity.Parse(identity),
        Some.Lookup.Name,
        new Conviction
        {
            Count = 1,
            Action = ContainmentAction.Tighten,
            Stage = Stage.Enforced,
            Since = After(minutes),
            Until = After(minutes + 60),
            LogEValue = 14,
        },
        [.. blocks ?? []],
        [.. cohorts]);

    public static ConvictionNotice At(string identity, double minutes, params int[] blocks) =>
        Of(identity, minutes, [.. blocks.Select(block => new TouchedBlock(Manhattan, block, 20))]);

    /// <summary>Tells a book, and answers what became of campaigns.</summary>
    public static IReadOnlyList<CampaignChange> Tell(this CampaignBook book, params ConvictionNotice[] notices)
    {
        foreach (var notice in notices)
        {
            book.Tell(notice, notice.Conviction.Since);
        }

        return book.TakeChanges();
    }

    public static string[] Names(this Campaign campaign) => [.. campaign.Named.Select(one => one.Value).Order(StringComparer.Ordinal)];

    /// <summary>The book after it was stored and read again.</summary>
    public static CampaignBook Copy(CampaignBook book) => CampaignBook.Decode(book.Encode());
}
