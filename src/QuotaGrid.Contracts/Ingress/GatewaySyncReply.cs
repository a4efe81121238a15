using System.Collections.Immutable;
using QuotaGrid.Core.Leases;

namespace QuotaGrid.Contracts.Ingress;

/// <summary>The answers to a <see cref="GatewaySync"/>.</summary>
/// <param name="Replies">In the order of the reports; null where the identity's grain did not answer.</param>
/// <param name="LostOutcomes">How many outcome reports could not be counted.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.GatewaySyncReply")]
public sealed record GatewaySyncReply([property: Id(0)] ImmutableArray<SyncReply?> Replies, [property: Id(1)] int LostOutcomes);
