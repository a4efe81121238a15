using System.Collections.Immutable;

namespace QuotaGrid.Contracts.Ingress;

/// <summary>What a gateway has to say since its last message: reports, and the outcomes that ride along.</summary>
/// <param name="Syncs">The reports, at most <see cref="IIngressGrain.MaxIdentities"/>.</param>
/// <param name="Outcomes">The outcome reports, at most <see cref="IIngressGrain.MaxIdentities"/>.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.GatewaySync")]
public sealed record GatewaySync([property: Id(0)] ImmutableArray<IdentitySync> Syncs, [property: Id(1)] ImmutableArray<IdentityOutcomes> Outcomes);
