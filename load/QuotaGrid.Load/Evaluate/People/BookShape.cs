using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.People;

/// <summary>How large address books are: lognormal, at most <see cref="AddressBooks.MaxSize"/>.</summary>
/// <param name="Median">The median number of contacts.</param>
/// <param name="Sigma">The standard deviation of the size's natural logarithm.</param>
public sealed record BookShape(double Median, double Sigma)
{
    /// <summary>The least contacts of a business.</summary>
    public const int LeastOfBusiness = 2_000;

    /// <summary>The most contacts of a business.</summary>
    public const int MostOfBusiness = 20_000;

    /// <summary>Median 150, sigma 1.1: mean 275, 99th percentile 1,940.</summary>
    public static BookShape Usual { get; } = new(AddressBooks.MedianSize, AddressBooks.Sigma);

    /// <summary>The shapes whose false positives are reported beside.</summary>
    public static IReadOnlyList<BookShape> Others { get; } = [new(100, 1.1), new(250, 1.1), new(150, 0.9), new(150, 1.3)];

    /// <summary>The size that 1 % of the books exceed.</summary>
    public double Percentile99 => Median * Math.Exp(2.3263 * Sigma);

    /// <summary>What the shape is called in figures.</summary>
    public string Name => FormattableString.Invariant($"median{Median:0}.sigma{Sigma * 10:00}");

    /// <summary>A person's book size.</summary>
    public int DrawSize(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return (int)Math.Clamp(Math.Round(Median * Math.Exp(Sigma * random.Normal())), 1, AddressBooks.MaxSize);
    }

    /// <summary>A business's book size: any order of magnitude is as likely.</summary>
    public static int DrawSizeOfBusiness(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return (int)Math.Round(Math.Exp(random.Between(Math.Log(LeastOfBusiness), Math.Log(MostOfBusiness))));
    }
}
