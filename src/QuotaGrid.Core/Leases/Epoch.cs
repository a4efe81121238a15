using Orleans;

namespace QuotaGrid.Core.Leases;

/// <summary>Names one activation of an identity, the only one that gives back permits that it charged. No two ever have the same.</summary>
/// <param name="Value">64 random bits; 0 names none.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.Epoch")]
public readonly record struct Epoch([property: Id(0)] ulong Value)
{
    /// <inheritdoc />
    public override string ToString() => $"{Value:x16}";
}
