using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Policies;

namespace QuotaGrid.Host.Hosting;

/// <summary>The policy document of a process: a file, or the built-in default.</summary>
public static class PolicyFile
{
    private const string BuiltInResource = "policies/contacts-default.json";

    /// <summary>Reads and validates a document.</summary>
    /// <param name="path">The file, or null for the built-in default.</param>
    /// <exception cref="InvalidPolicyException">The document has errors; all of them are named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (PolicyDocumentSource Source, PolicySet Set) Read(string? path)
    {
        var document = path is null ? ReadBuiltIn() : File.ReadAllBytes(path);
        return (new PolicyDocumentSource(document, IsBuiltIn: path is null), PolicySet.Parse(document));
    }

    private static byte[] ReadBuiltIn()
    {
        using var resource = typeof(PolicyFile).Assembly.GetManifestResourceStream(BuiltInResource)!;
        using var document = new MemoryStream();
        resource.CopyTo(document);
        return document.ToArray();
    }
}
