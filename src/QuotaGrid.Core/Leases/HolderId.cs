using Orleans;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// Names one <see cref="LeaseHolder"/>: one identity and capability in one gateway process, from when it was taken up until it is evicted. No two ever have the same.
/// </summary>
/// <param name="Value">64 bits: a random number of the process and a count.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.HolderId")]
public readonly record struct HolderId([property: Id(0)] ulong Value)
{
    /// <inheritdoc />
    public override string ToString() => $"{Value:x16}";
}
