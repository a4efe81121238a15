using Orleans;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Coverage;

namespace QuotaGrid.Core.Evidence;

/// <summary>One identity's vote on what is usual, after a sync: it says what it saw and not who it is.</summary>
/// <param name="Capability">The capability.</param>
/// <param name="Market">Where most of it lies.</param>
/// <param name="Novel">Targets that were new to the identity, and of which it is known whether others asked for them.</param>
/// <param name="NewToEveryone">Those of them that nobody else asked for.</param>
/// <param name="Outcomes">Outcomes of them that were reported.</param>
/// <param name="Missing">Those of them that the backend did not find.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.HonestVote")]
public readonly record struct HonestVote(
    [property: Id(0)] Capability Capability,
    [property: Id(1)] Market Market,
    [property: Id(2)] int Novel,
    [property: Id(3)] int NewToEveryone,
    [property: Id(4)] int Outcomes,
    [property: Id(5)] int Missing)
{
    /// <summary>Whether an identity can have counted so; what came over the wire may not be.</summary>
    public bool IsPossible => Market.Code <= Market.MaxCode && NewToEveryone >= 0 && NewToEveryone <= Novel && Missing >= 0 && Missing <= Outcomes;
}
