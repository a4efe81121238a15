namespace QuotaGrid.Load.Faults;

/// <summary>Identities under the same policy.</summary>
/// <param name="Name">What the group and its policy are called.</param>
/// <param name="Limits">The limits of the policy; the first one is what the group is to use up.</param>
/// <param name="Items">The items of one request.</param>
/// <param name="ItemsPerSecond">How many items each identity asks for in a second, through all gateways together.</param>
public sealed record FaultGroup(string Name, IReadOnlyList<FaultLimit> Limits, int Items, IReadOnlyList<double> ItemsPerSecond)
{
    /// <summary>The capability that the group asks for.</summary>
    public string Capability => Name + ".lookup";

    /// <summary>Whether it matters which targets are asked for.</summary>
    public bool AsksNew => Limits.Any(limit => limit.IsNovel);
}
