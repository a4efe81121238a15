using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;
using QuotaGrid.Load.Roll.Manifests;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>A container's variables as a kubelet makes them, in the manifest's order: <c>envFrom</c>, then <c>env</c>, in which <c>$(NAME)</c> stands for a variable before it.</summary>
public static partial class PodEnvironment
{
    // What .NET takes of a container's memory limit for its heap, where there is a container to have one.
    private const double HeapShare = 0.75;

    /// <summary>Makes the variables.</summary>
    /// <exception cref="RunRefusedException">A value comes from somewhere that the runner does not know, or that is not there.</exception>
    public static Dictionary<string, string> Read(V1Container container, ClusterData data, PodIdentity pod)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(pod);
        var variables = new Dictionary<string, string>();
        foreach (var source in container.EnvFrom ?? [])
        {
            var content = source.ConfigMapRef is { } map ? data.ConfigMap(map.Name) : data.Secret(source.SecretRef.Name);
            foreach (var key in content.Keys)
            {
                variables[source.Prefix + key] = ClusterData.Value(content, container.Name, key);
            }
        }

        foreach (var variable in container.Env ?? [])
        {
            variables[variable.Name] = variable.ValueFrom is null ? Expand(variable.Value ?? "", variables) : From(variable.ValueFrom, data, pod);
        }

        if (container.Resources?.Limits?.TryGetValue("memory", out var limit) == true)
        {
            variables["DOTNET_GCHeapHardLimit"] = ((long)(HeapShare * limit.ToDouble())).ToString("X", CultureInfo.InvariantCulture);
        }

        return variables;
    }

    /// <summary>Puts variables in the place of <c>$(NAME)</c>. A name that is not there stays as it is.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables) =>
        Reference().Replace(text, match => variables.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);

    private static string From(V1EnvVarSource source, ClusterData data, PodIdentity pod) => source switch
    {
        { SecretKeyRef: { } key } => ClusterData.Value(data.Secret(key.Name), key.Name, key.Key),
        { ConfigMapKeyRef: { } key } => ClusterData.Value(data.ConfigMap(key.Name), key.Name, key.Key),
        { FieldRef.FieldPath: "metadata.name" } => pod.Name,
        { FieldRef.FieldPath: "metadata.namespace" } => pod.Namespace,
        { FieldRef.FieldPath: "status.podIP" } => pod.Address.ToString(),
        _ => throw new RunRefusedException($"A variable comes from '{source.FieldRef?.FieldPath ?? "a source"}', which the runner does not know."),
    };

    [GeneratedRegex(@"\$\(([A-Za-z_][A-Za-z0-9_]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
