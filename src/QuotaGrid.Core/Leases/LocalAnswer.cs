namespace QuotaGrid.Core.Leases;

/// <summary>What a holder says of a request by itself.</summary>
/// <param name="Kind">Whether it could say anything.</param>
/// <param name="RetryAfterNanos">When denied, how long to wait until asking again is of use, in nanoseconds; else 0.</param>
/// <param name="Limit">When denied, the limit that has no permit; else null.</param>
public readonly record struct LocalAnswer(LocalAnswerKind Kind, long RetryAfterNanos, string? Limit = null)
{
    /// <summary>All of it is admitted and paid for.</summary>
    public static readonly LocalAnswer Admitted = new(LocalAnswerKind.Admitted, 0);

    /// <summary>The identity's grain has to be asked.</summary>
    public static readonly LocalAnswer Ask = new(LocalAnswerKind.Ask, 0);
}
