namespace QuotaGrid.Gateway.Admission;

/// <summary>No silo answered, and the policy's fail mode is closed. That is no denial: the same request may be allowed in a moment.</summary>
public sealed class QuotaUnavailableException(string message, Exception cause) : Exception(message, cause)
{
    /// <summary>How long to wait before asking again is of use.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
}
