using Orleans;

namespace QuotaGrid.Core.Leases;

/// <summary>A lease that is over, and what was spent of it.</summary>
/// <param name="Number">The lease: the number of the report that it answered.</param>
/// <param name="Spent">What was spent; the rest goes back.</param>
[GenerateSerializer, Immutable, Alias("quotagrid.LeaseReturn")]
public readonly record struct LeaseReturn([property: Id(0)] long Number, [property: Id(1)] Permits Spent);
