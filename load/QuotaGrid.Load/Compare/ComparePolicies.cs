using QuotaGrid.Core.Capabilities;

namespace QuotaGrid.Load.Compare;

/// <summary>The names in <c>compare-policies.json</c>, which the server has to be started with.</summary>
internal static class ComparePolicies
{
    /// <summary>The file.</summary>
    public const string File = "load/QuotaGrid.Load/Compare/compare-policies.json";

    /// <summary>The capability.</summary>
    public static readonly Capability Lookup = Capability.Parse("contacts.lookup");

    /// <summary>The capability whose requests are decided one by one by the identity's grain.</summary>
    public static readonly Capability Strict = Capability.Parse("contacts.strict");

    /// <summary>The capability whose quota is small.</summary>
    public static readonly Capability Small = Capability.Parse("contacts.small");

    /// <summary>The document in the file.</summary>
    public static string Document()
    {
        using var reader = new StreamReader(typeof(ComparePolicies).Assembly.GetManifestResourceStream("policies/compare-policies.json")!);
        return reader.ReadToEnd();
    }
}
