namespace QuotaGrid.Core.Velocity;

/// <summary>
/// Names one acquisition of <see cref="InFlightPermits"/>. No two ever have the same, so that whoever comes too late releases nobody else's permits.
/// </summary>
/// <param name="Value">A positive number: the order of acquisition above, the place in the table in the lowest 14 bits.</param>
public readonly record struct HoldId(long Value);
