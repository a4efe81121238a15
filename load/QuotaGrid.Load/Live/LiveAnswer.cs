namespace QuotaGrid.Load.Live;

/// <summary>What came of one request.</summary>
/// <param name="Allowed">The targets that were allowed, a bit each.</param>
/// <param name="Admitted">How many.</param>
/// <param name="IsContained">Whether something is done about the identity.</param>
/// <param name="Took">How long the decision took.</param>
public sealed record LiveAnswer(ulong[] Allowed, int Admitted, bool IsContained, TimeSpan Took);
