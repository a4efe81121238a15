using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>A kind of defence that takes the exam.</summary>
/// <param name="Name">What it is called in figures: letters and digits.</param>
/// <param name="Title">What it is called in texts.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="HasAlerts">Whether it judges identities. One that does not has no other alarm than its first denial.</param>
/// <param name="Create">Makes one for a world and a number of identities.</param>
public sealed record DefenceKind(string Name, string Title, string Source, bool HasAlerts, Func<World, int, IDefence> Create);
