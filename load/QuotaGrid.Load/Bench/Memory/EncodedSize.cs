namespace QuotaGrid.Load.Bench.Memory;

/// <summary>What an identity takes when it is stored.</summary>
/// <param name="Targets">The targets that it knows.</param>
/// <param name="Spread">Whether they were learned over the whole horizon, and not at one time.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record EncodedSize(int Targets, bool Spread, long Bytes);
