using Orleans;

namespace QuotaGrid.Core.Containment;

/// <summary>What came of a passed challenge. Values do not change.</summary>
[GenerateSerializer, Alias("quotagrid.ChallengeResult")]
public enum ChallengeResult
{
    /// <summary>What was done about the identity is lifted; or was, when the same pass was reported before.</summary>
    Lifted = 0,

    /// <summary>Nothing is done about the identity.</summary>
    NotContained = 1,

    /// <summary>What is done about it is not a challenge: it ends by itself, or when an operator pardons.</summary>
    NotChallenged = 2,

    /// <summary>So many challenges were passed lately that one more lifts nothing.</summary>
    Exhausted = 3,
}
