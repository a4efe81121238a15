using QuotaGrid.Core.Policies;

namespace QuotaGrid.Load.Evaluate.Defences;

/// <summary>A policy of <c>deploy/policies</c>: the exam is taken with what is shipped.</summary>
/// <param name="Definition">Its capability.</param>
/// <param name="Policy">The policy.</param>
public sealed record DeployedPolicy(CapabilityDefinition Definition, Policy Policy)
{
    private const string DetectionFile = "policies/contacts-detection.json";

    /// <summary>Limits alone.</summary>
    public static DeployedPolicy Limits { get; } = Read("policies/contacts-default.json");

    /// <summary>Limits that give way to large books, and detection.</summary>
    public static DeployedPolicy Detection { get; } = Read(DetectionFile);

    /// <summary>The document of <see cref="Detection"/>.</summary>
    public static byte[] DetectionDocument() => Load(DetectionFile);

    private static DeployedPolicy Read(string name)
    {
        var set = PolicySet.Parse(Load(name));
        return new(set.Capabilities[0], set.Policies[0]);
    }

    private static byte[] Load(string name)
    {
        using var resource = typeof(DeployedPolicy).Assembly.GetManifestResourceStream(name)!;
        using var document = new MemoryStream();
        resource.CopyTo(document);
        return document.ToArray();
    }
}
