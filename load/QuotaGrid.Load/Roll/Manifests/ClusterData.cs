using System.Text;
using k8s.Models;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Manifests;

/// <summary>What pods read: ConfigMaps and Secrets, those that were rendered and those that an operator makes.</summary>
/// <param name="manifests">The rendered manifests.</param>
/// <param name="made">The Secrets that are made outside of them, by name and key. They win over rendered ones: the runner's database is none that a manifest could know.</param>
public sealed class ClusterData(ManifestSet manifests, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> made)
{
    /// <summary>A ConfigMap's content.</summary>
    /// <exception cref="RunRefusedException">There is none of that name.</exception>
    public IReadOnlyDictionary<string, byte[]> ConfigMap(string name) =>
        manifests.Find<V1ConfigMap>(name) is { } map ? Encode(map.Data) : throw new RunRefusedException($"Nothing renders a ConfigMap '{name}'.");

    /// <summary>A Secret's content.</summary>
    /// <exception cref="RunRefusedException">There is none of that name.</exception>
    public IReadOnlyDictionary<string, byte[]> Secret(string name) =>
        made.TryGetValue(WithoutHash(name), out var values) ? Encode(values)
        : manifests.Find<V1Secret>(name) is { } secret ? secret.Data?.ToDictionary() ?? Encode(secret.StringData)
        : throw new RunRefusedException($"Nothing renders a Secret '{name}', and the runner does not know what would be in it.");

    /// <summary>One value of a ConfigMap or a Secret.</summary>
    /// <exception cref="RunRefusedException">There is no such key.</exception>
    public static string Value(IReadOnlyDictionary<string, byte[]> content, string owner, string key)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.TryGetValue(key, out var value) ? Encoding.UTF8.GetString(value) : throw new RunRefusedException($"'{owner}' has no key '{key}'.");
    }

    private static Dictionary<string, byte[]> Encode(IEnumerable<KeyValuePair<string, string>>? values) =>
        values?.ToDictionary(value => value.Key, value => Encoding.UTF8.GetBytes(value.Value)) ?? [];

    // Of a generated Secret the name ends with a hash of its content, ten letters and digits.
    private string WithoutHash(string name) =>
        !made.ContainsKey(name) && name.LastIndexOf('-') is > 0 and var dash && name.Length - dash == 11 ? name[..dash] : name;
}
