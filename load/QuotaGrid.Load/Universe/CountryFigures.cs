namespace QuotaGrid.Load.Universe;

/// <summary>How many numbers a country has in use, and how many of them are registered with the service.</summary>
/// <param name="Blocks">The blocks of 10,000 numbers in use.</param>
/// <param name="Registered">The registered numbers.</param>
public sealed record CountryFigures(long Blocks, long Registered)
{
    /// <summary>The share of registered numbers where none is published.</summary>
    public const double UnpublishedShare = 0.2;

    /// <summary>The numbers in use.</summary>
    public long Numbers => Blocks * NumberBlock.Size;

    /// <summary>The registered share of the numbers in use, from 0 to 1.</summary>
    public double Share => (double)Registered / Numbers;

    /// <summary>
    /// The published figures of a country (arXiv 2511.20252), or else the whole numbering plan with <see cref="UnpublishedShare"/>.
    /// </summary>
    /// <param name="country">An ISO 3166-1 code of two capital letters.</param>
    /// <param name="planBlocks">The blocks of its numbering plan.</param>
    public static CountryFigures For(string country, long planBlocks) => country switch
    {
        "US" => new(50_573, 137_860_000),
        "DE" => new(53_830, 74_600_000),
        _ => new(planBlocks, (long)Math.Round(planBlocks * NumberBlock.Size * UnpublishedShare)),
    };
}
