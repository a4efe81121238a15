namespace QuotaGrid.Contracts.Identities;

/// <summary>
/// A request was charged, but the durable ceiling could not be raised above what is charged now, so nothing may be answered: another activation would let it be spent again. That is no denial.
/// </summary>
[GenerateSerializer, Alias("quotagrid.ChargesNotStoredException")]
public sealed class ChargesNotStoredException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ChargesNotStoredException()
        : base("The identity's charges could not be stored in time.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be stored, and why.</param>
    /// <param name="innerException">What the storage said; null when it said nothing yet.</param>
    public ChargesNotStoredException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
