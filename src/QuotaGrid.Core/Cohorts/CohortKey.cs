using Orleans;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Cohorts;

/// <summary>A cohort as far as one capability is concerned, which is what is counted. The text is <c>contacts.lookup/network:203.0.113.0/24</c>.</summary>
/// <param name="Capability">The capability.</param>
/// <param name="Cohort">The cohort.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.CohortKey")]
public readonly record struct CohortKey([property: Id(0)] Capability Capability, [property: Id(1)] Cohort Cohort)
{
    // In no name, so the first one ends the capability.
    private const char Separator = '/';

    /// <summary>Everybody who is watched with a capability.</summary>
    public static CohortKey EverybodyOf(Capability capability) => new(capability, Cohort.Everybody);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="InvalidValueException">The text is not that.</exception>
    public static CohortKey Parse(string? text, string field = "cohort")
    {
        var at = text?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        return at < 0
            ? throw new InvalidValueException(new(field, "The key has no '/'.", "Write the capability, '/' and the cohort, as in 'contacts.lookup/asn:64500'."))
            : new(Capability.Parse(text![..at], field), Cohort.Parse(text[(at + 1)..], field));
    }

    /// <inheritdoc />
    public override string ToString() => $"{Capability}{Separator}{Cohort}";
}
