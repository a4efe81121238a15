namespace QuotaGrid.Load.Evaluate;

/// <summary>How full the blocks of a region are, before an attack and by its end.</summary>
/// <param name="Title">Which attack on which defence.</param>
/// <param name="Before">The numbers of each block that honest people had asked for.</param>
/// <param name="During">Those and what the attack was admitted to.</param>
public sealed record RegionFill(string Title, IReadOnlyList<int> Before, IReadOnlyList<int> During);
