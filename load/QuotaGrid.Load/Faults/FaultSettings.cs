namespace QuotaGrid.Load.Faults;

/// <summary>What a run of <c>faults</c> is made of.</summary>
/// <param name="Seed">The seed of what is asked.</param>
/// <param name="Quick">Whether waits are shorter.</param>
/// <param name="Scenarios">What is done, in this order.</param>
/// <param name="Program">The product's executable.</param>
/// <param name="Previous">The executable of another build, with which the scenario about versions begins; null when there is none.</param>
/// <param name="Keep">Where logs are kept; null when they are not.</param>
public sealed record FaultSettings(int Seed, bool Quick, IReadOnlyList<FaultScenario> Scenarios, string Program, string? Previous, DirectoryInfo? Keep);
