namespace QuotaGrid.Load.Evaluate;

/// <summary>How full the blocks of a region are, before an attack and by its end.</summary>
/// <param name="Title">Which attack.</param>
/// <param name="Maps">When and before which defence, and the numbers of each block that anybody had asked for.</param>
public sealed record RegionFill(string Title, IReadOnlyList<(string Title, IReadOnlyList<int> Filled)> Maps);
