using QuotaGrid.Core.Capabilities;

namespace QuotaGrid.Gateway.Admission;

/// <summary>No silo answered, and the policy's fail mode is closed. That is no denial: the same request may be allowed in a moment.</summary>
public sealed class QuotaUnavailableException(Capability capability, Exception cause)
    : Exception(Describe(capability), cause)
{
    /// <summary>How long to wait before asking again is of use.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>The capability that was asked for; the default value when the question was not about one.</summary>
    public Capability Capability { get; } = capability;

    private static string Describe(Capability capability) =>
        (capability == default ? "No silo answered." : $"No silo decided about '{capability}', and its policy fails closed.")
        + " Ask again in a moment; the cause is below.";
}
