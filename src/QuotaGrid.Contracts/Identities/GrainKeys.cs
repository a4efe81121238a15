using QuotaGrid.Contracts.Ingress;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Contracts.Identities;

/// <summary>How identities become grain keys, and how the grains that are asked most are found.</summary>
/// <remarks>
/// With a prefix that neither a whole number nor a GUID can have. The AdoNet storage provider reads keys that look like one as that number, in
/// hexadecimal, and would keep the identities <c>2a</c> and <c>2A</c> in one row.
/// </remarks>
public static class GrainKeys
{
    private const string IdentityPrefix = "id:";

    // By name: to find them by the interface, Orleans reads its attributes each time, which takes longer than a decision.
    private static readonly GrainType IdentityType = GrainType.Create(IIdentityGrain.TypeName);
    private static readonly GrainInterfaceType IdentityInterface = GrainInterfaceType.Create(IIdentityGrain.InterfaceName);
    private static readonly GrainType IngressType = GrainType.Create(IIngressGrain.TypeName);
    private static readonly GrainInterfaceType IngressInterface = GrainInterfaceType.Create(IIngressGrain.InterfaceName);

    /// <summary>The grain of an identity.</summary>
    public static IIdentityGrain GetIdentity(this IGrainFactory grains, Identity identity) =>
        (IIdentityGrain)grains.GetGrain(GrainId.Create(IdentityType, IdentityPrefix + identity.Value), IdentityInterface);

    /// <summary>One of the grains that take messages about many identities; different keys may be on different silos.</summary>
    public static IIngressGrain GetIngress(this IGrainFactory grains, long key) =>
        (IIngressGrain)grains.GetGrain(GrainId.Create(IngressType, GrainIdKeyExtensions.CreateIntegerKey(key)), IngressInterface);

    /// <summary>The identity of a grain key.</summary>
    /// <exception cref="Core.Problems.InvalidValueException">The key was not made from an identity.</exception>
    public static Identity ToIdentity(string key) =>
        Identity.Parse(key.StartsWith(IdentityPrefix, StringComparison.Ordinal) ? key[IdentityPrefix.Length..] : null);
}
