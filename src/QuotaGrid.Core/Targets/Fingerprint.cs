using Orleans;

namespace QuotaGrid.Core.Targets;

/// <summary>
/// A 64-bit keyed pseudorandom image of a canonical target. Without the cluster's secret it says nothing about the target; it is all of a
/// target that ever leaves a gateway.
/// </summary>
/// <param name="Value">The 64 bits.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.Fingerprint")]
public readonly record struct Fingerprint([property: Id(0)] ulong Value)
{
    /// <summary>The 32 bits that target memory keeps; never 0.</summary>
    internal uint Token
    {
        get
        {
            var token = (uint)(Value >> 32);
            return token == 0 ? 1 : token;
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"{Value:x16}";
}
