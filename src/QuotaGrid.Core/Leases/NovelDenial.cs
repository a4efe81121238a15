using System.Collections.Immutable;
using Orleans;

namespace QuotaGrid.Core.Leases;

/// <summary>That nothing new is admitted for a while, with all that is not new: so a gateway can deny by itself whoever asks for one new target after the other.</summary>
/// <param name="Limit">The novel limit that has no permit.</param>
/// <param name="Nanos">For how long, in nanoseconds from when the report was sent.</param>
/// <param name="Known">
/// The tokens of the targets that the identity knows, in ascending order, at most <see cref="Targets.TargetMemory.ExactCapacity"/>; the default when the holder has them already.
/// </param>
/// <param name="Version">Names what is known: it is another one as soon as the identity learns a target. From 1, for the activation that answers.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.NovelDenial")]
public sealed record NovelDenial([property: Id(0)] string Limit, [property: Id(1)] long Nanos, [property: Id(2)] ImmutableArray<uint> Known, [property: Id(3)] long Version);
