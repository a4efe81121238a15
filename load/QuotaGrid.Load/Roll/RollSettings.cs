namespace QuotaGrid.Load.Roll;

/// <summary>What a run of <c>roll</c> is made of.</summary>
/// <param name="Seed">The seed of chance.</param>
/// <param name="Overlay">The Kustomize folder.</param>
/// <param name="Program">The product's executable.</param>
/// <param name="Identities">How many identities take turns.</param>
/// <param name="PerSecond">How many requests there are in a second.</param>
/// <param name="Keep">Where logs are kept; null when they are not.</param>
public sealed record RollSettings(int Seed, string Overlay, string Program, int Identities, double PerSecond, DirectoryInfo? Keep)
{
    /// <summary>For how long there is nothing but load, before and after: until everybody has asked, and a little longer.</summary>
    public TimeSpan Steady => TimeSpan.FromSeconds(5 + (Identities / PerSecond));
}
