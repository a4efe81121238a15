using QuotaGrid.Core.Policies;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>A policy of <c>deploy/policies</c>: the exam is taken with what is shipped.</summary>
/// <param name="Definition">Its capability.</param>
/// <param name="Policy">The policy.</param>
public sealed record DeployedPolicy(CapabilityDefinition Definition, Policy Policy)
{
    /// <summary>Limits alone.</summary>
    public static DeployedPolicy Limits { get; } = Read("policies/contacts-default.json");

    /// <summary>Limits that give way to large books, and detection.</summary>
    public static DeployedPolicy Detection { get; } = Read("policies/contacts-detection.json");

    private static DeployedPolicy Read(string name)
    {
        using var resource = typeof(DeployedPolicy).Assembly.GetManifestResourceStream(name)!;
        using var document = new MemoryStream();
        resource.CopyTo(document);
        var set = PolicySet.Parse(document.ToArray());
        return new(set.Capabilities[0], set.Policies[0]);
    }
}
