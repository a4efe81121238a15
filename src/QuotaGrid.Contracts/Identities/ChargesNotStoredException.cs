namespace QuotaGrid.Contracts.Identities;

/// <summary>
/// A request was charged, but the durable ceiling could not be raised above what is charged now, so nothing may be answered: another activation would let it be spent again. That is no denial.
/// </summary>
[GenerateSerializer, Alias("quotagrid.ChargesNotStoredException")]
public sealed class ChargesNotStoredException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be stored. Why is logged at the silo, once, and does not travel with every answer.</param>
    public ChargesNotStoredException(string message)
        : base(message)
    {
    }
}
