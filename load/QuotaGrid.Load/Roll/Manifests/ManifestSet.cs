using k8s;
using k8s.Models;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Manifests;

/// <summary>Rendered manifests as objects of the Kubernetes API.</summary>
public sealed class ManifestSet
{
    private ManifestSet(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects) => Objects = objects;

    /// <summary>Everything, in the order in which it was rendered.</summary>
    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    /// <summary>Reads manifests strictly: a kind or a field that the API does not have is refused, and so is a value of another type or a field given twice.</summary>
    /// <exception cref="RunRefusedException">Something is not as the API has it.</exception>
    public static ManifestSet Parse(string yaml)
    {
        try
        {
            return new([.. KubernetesYaml.LoadAllFromString(yaml, typeMap: null, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()]);
        }
        catch (Exception unusable) when (unusable is YamlDotNet.Core.YamlException or KeyNotFoundException or FormatException or InvalidCastException)
        {
            throw new RunRefusedException($"The manifests are not what the Kubernetes API takes: {unusable.InnerException?.Message ?? unusable.Message}", unusable);
        }
    }

    /// <summary>Renders and reads a Kustomize folder.</summary>
    /// <exception cref="RunRefusedException">It cannot be rendered, or is not as the API has it.</exception>
    public static async Task<ManifestSet> RenderAsync(string folder, CancellationToken cancellationToken) => Parse(await Kustomization.RenderAsync(folder, cancellationToken));

    /// <summary>All objects of a type.</summary>
    public IEnumerable<T> Of<T>()
        where T : IKubernetesObject<V1ObjectMeta> => Objects.OfType<T>();

    /// <summary>The object of a type and name, or null.</summary>
    public T? Find<T>(string name)
        where T : class, IKubernetesObject<V1ObjectMeta> => Of<T>().SingleOrDefault(one => one.Metadata.Name == name);

    /// <summary>How many pods a Deployment begins with: its own number, or the least of its autoscaler.</summary>
    public int ReplicasOf(V1Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return deployment.Spec.Replicas
            ?? Of<V2HorizontalPodAutoscaler>().FirstOrDefault(scaler => scaler.Spec.ScaleTargetRef is { Kind: "Deployment" } target && target.Name == deployment.Metadata.Name)?.Spec.MinReplicas
            ?? 1;
    }
}
