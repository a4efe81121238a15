namespace QuotaGrid.Core.Cohorts;

/// <summary>In which cohort of a kind an identity is, in eight bytes.</summary>
/// <param name="Kind">An image of the kind.</param>
/// <param name="Value">An image of the value. One that is the same for another value lets an identity be taken for a member of both, which is nothing that it could not be.</param>
internal readonly record struct Tie(uint Kind, uint Value)
{
    /// <summary>The tie to a cohort.</summary>
    public static Tie To(Cohort cohort) => new(ImageOf(cohort.Kind), ImageOf(cohort.Value));

    // FNV-1a (Fowler, Noll, Vo), which is the same in every process; kinds and values are ASCII.
    private static uint ImageOf(string text)
    {
        var image = 2_166_136_261u;
        foreach (var c in text)
        {
            image = (image ^ c) * 16_777_619u;
        }

        return image;
    }
}
