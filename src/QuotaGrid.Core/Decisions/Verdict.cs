using System.Runtime.InteropServices;
using QuotaGrid.Core.Velocity;

namespace QuotaGrid.Core.Decisions;

/// <summary>What a decision came to, without a byte allocated; <see cref="CapabilityState.Decide"/> puts it into words.</summary>
/// <param name="Allowed">How many items are admitted, whatever the stage.</param>
/// <param name="Novel">Items that are admitted and new to the identity; of a sketch, the estimate.</param>
/// <param name="Binding">The place in the policy of the limit that denied, -1 when none did.</param>
/// <param name="RetryAfterNanos">
/// How long to wait, in nanoseconds, until asking for what was denied is of use; -1 when waiting never helps; 0 when nothing is denied.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Verdict(int Allowed, long Novel, int Binding, long RetryAfterNanos)
{
    /// <summary>What <see cref="RetryAfterNanos"/> is when waiting never helps.</summary>
    public const long Never = -1;

    /// <summary>What <see cref="Binding"/> is when nothing is denied.</summary>
    public const int NoLimit = -1;

    /// <summary>What is done about the identity, if that denied anything.</summary>
    public ContainmentAction Action { get; init; }

    /// <summary>Whether the first-sync credit of a cohort denied: it is used up, the identity is new, and what it asks for looks like a sweep.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>The permit that the request holds of the policy's in-flight limit; the default when there is no such limit, or nothing is admitted.</summary>
    public HoldId Hold { get; init; }

    /// <summary>Everything is admitted.</summary>
    internal static Verdict All(int items, long novel) => new(items, novel, NoLimit, 0);
}
