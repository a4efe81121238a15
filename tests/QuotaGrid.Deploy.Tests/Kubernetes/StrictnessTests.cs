using QuotaGrid.Deploy.Tests.Fixtures;
using QuotaGrid.Load.Roll.Manifests;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Deploy.Tests.Kubernetes;

/// <summary>What is not in the Kubernetes API is refused, wherever it stands.</summary>
public sealed class StrictnessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Overlay.Production, 20)]
    [InlineData(Overlay.Local, 29)]
    public async Task EveryManifestIsWhatTheApiTakes(string overlay, int objects) =>
        Assert.Equal(objects, (await Overlay.RenderAsync(overlay)).Manifests.Objects.Count);

    [Theory]
    [InlineData("periodSeconds: 5", "periodSecs: 5", "periodSecs")]
    [InlineData("serviceAccountName:", "serviceAccount_Name:", "serviceAccount_Name")]
    [InlineData("maxSurge: 1", "maxSurge: 1\n      maxWhat: 2", "maxWhat")]
    [InlineData("matchLabelKeys:", "matchLabelsKeys:", "matchLabelsKeys")]
    [InlineData("unhealthyPodEvictionPolicy:", "unhealthyPodPolicy:", "unhealthyPodPolicy")]
    [InlineData("averageUtilization:", "averageUtilisation:", "averageUtilisation")]
    [InlineData("namespaceSelector:", "namespaces:", "namespaces")]
    [InlineData("kind: PodDisruptionBudget", "kind: PodDisruptionBudgets", "PodDisruptionBudgets")]
    [InlineData("apiVersion: autoscaling/v2", "apiVersion: autoscaling/v3", "autoscaling/v3")]
    [InlineData("minReadySeconds: 10", "minReadySeconds: ten", "ten")]
    [InlineData("minReadySeconds: 10", "minReadySeconds: 10\n  minReadySeconds: 11", "minReadySeconds")]
    [InlineData("readOnly: true", "readOnly: maybe", "maybe")]
    [InlineData("memory: 4Gi", "memory: lots", "lots")]
    public async Task AnUnknownFieldKindOrValueIsRefused(string right, string wrong, string named)
    {
        var yaml = await Kustomization.RenderAsync(Repository.PathOf("k8s/overlays/production"), Cancel);
        Assert.Contains(right, yaml);

        var refused = Assert.Throws<RunRefusedException>(() => ManifestSet.Parse(yaml.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.StartsWith("The manifests are not what the Kubernetes API takes: ", refused.Message);
        Assert.Contains(named, refused.Message);
    }

    [Fact]
    public async Task AFolderThatCannotBeRenderedIsRefused()
    {
        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => Kustomization.RenderAsync(Repository.PathOf("k8s"), Cancel));

        Assert.Contains("kustomization", refused.Message);
    }
}
