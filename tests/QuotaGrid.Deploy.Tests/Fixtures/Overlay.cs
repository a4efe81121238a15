using k8s.Models;
using QuotaGrid.Load.Roll.Manifests;

namespace QuotaGrid.Deploy.Tests.Fixtures;

/// <summary>A rendered overlay, and what tests look up in it.</summary>
internal sealed class Overlay(ManifestSet manifests)
{
    public const string Production = "production";
    public const string Local = "local";

    private static readonly Dictionary<string, Task<Overlay>> Rendered = [];

    public ManifestSet Manifests => manifests;

    /// <summary>Everything that makes pods: its name and their template.</summary>
    public IEnumerable<(string Name, V1PodTemplateSpec Template)> Workloads =>
        manifests.Of<V1Deployment>().Select(one => (one.Metadata.Name, one.Spec.Template))
            .Concat(manifests.Of<V1StatefulSet>().Select(one => (one.Metadata.Name, one.Spec.Template)))
            .Concat(manifests.Of<V1Job>().Select(one => (one.Metadata.Name, one.Spec.Template)));

    /// <summary>All containers, init containers too, with what they belong to.</summary>
    public IEnumerable<(string Name, V1PodSpec Pod, V1Container Container)> Containers =>
        Workloads.SelectMany(one => ContainersOf(one.Template.Spec).Select(container => ($"{one.Name}/{container.Name}", one.Template.Spec, container)));

    /// <summary>The containers of the product.</summary>
    public IEnumerable<(string Name, V1PodSpec Pod, V1Container Container)> OwnContainers => Containers.Where(one => one.Container.Image.Contains("quotagrid", StringComparison.Ordinal));

    /// <summary>Renders an overlay, once.</summary>
    public static Task<Overlay> RenderAsync(string name)
    {
        lock (Rendered)
        {
            return Rendered.TryGetValue(name, out var overlay) ? overlay : Rendered[name] = Render(name);
        }
    }

    public static bool Matches(V1LabelSelector selector, IDictionary<string, string> labels)
    {
        Assert.Null(selector.MatchExpressions);
        return Matches(selector.MatchLabels, labels);
    }

    public static bool Matches(IDictionary<string, string>? selector, IDictionary<string, string>? labels) =>
        selector is null || selector.All(label => labels?.TryGetValue(label.Key, out var value) == true && value == label.Value);

    private static IEnumerable<V1Container> ContainersOf(V1PodSpec pod) => (pod.InitContainers ?? []).Concat(pod.Containers);

    private static async Task<Overlay> Render(string name) => new(await ManifestSet.RenderAsync(Repository.PathOf($"k8s/overlays/{name}"), CancellationToken.None));
}
