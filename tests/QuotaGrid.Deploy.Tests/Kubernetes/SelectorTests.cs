using k8s.Models;
using QuotaGrid.Deploy.Tests.Fixtures;

namespace QuotaGrid.Deploy.Tests.Kubernetes;

/// <summary>Whoever selects pods selects those that are there, and ports by names that they have.</summary>
public sealed class SelectorTests
{
    public static TheoryData<string> Overlays => [Overlay.Production, Overlay.Local];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task AWorkloadSelectsItsOwnPodsAndNoOthers(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var selectors = overlay.Manifests.Of<V1Deployment>().Select(one => (one.Metadata.Name, one.Spec.Selector))
            .Concat(overlay.Manifests.Of<V1StatefulSet>().Select(one => (one.Metadata.Name, one.Spec.Selector)))
            .ToArray();
        Assert.NotEmpty(selectors);

        Assert.All(selectors, one => Assert.Equal([one.Name], Selected(overlay, one.Selector.MatchLabels)));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task AServiceHasPodsWithThePortsThatItNames(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        foreach (var service in overlay.Manifests.Of<V1Service>())
        {
            var pods = Pods(overlay, service.Spec.Selector);
            Assert.Single(pods);
            Assert.All(service.Spec.Ports, port => Assert.Contains(port.TargetPort.Value, PortsOf(pods[0])));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task ADisruptionBudgetAndAnAutoscalerAreOfOneWorkload(string name)
    {
        var overlay = await Overlay.RenderAsync(name);

        Assert.Equal(
            ["quotagrid-edge", "quotagrid-silo"],
            overlay.Manifests.Of<V1PodDisruptionBudget>().Select(budget => Assert.Single(Selected(overlay, budget.Spec.Selector.MatchLabels))).Order());
        var scaler = Assert.Single(overlay.Manifests.Of<V2HorizontalPodAutoscaler>());
        var scaled = overlay.Manifests.Find<V1Deployment>(scaler.Spec.ScaleTargetRef.Name);
        Assert.Equal(("apps/v1", "Deployment"), (scaler.Spec.ScaleTargetRef.ApiVersion, scaler.Spec.ScaleTargetRef.Kind));
        Assert.Null(scaled!.Spec.Replicas);
        Assert.True(scaled.Spec.Template.Spec.Containers[0].Resources.Requests.ContainsKey("cpu"), "A share of nothing is nothing.");
    }

    [Theory]
    [InlineData(Overlay.Production, "quotagrid-silo", "DoNotSchedule")]
    [InlineData(Overlay.Production, "quotagrid-edge", "ScheduleAnyway")]
    [InlineData(Overlay.Local, "quotagrid-silo", "ScheduleAnyway")]
    [InlineData(Overlay.Local, "quotagrid-edge", "ScheduleAnyway")]
    public async Task PodsAreSpreadOverZonesAndNodesAmongThemselves(string name, string workload, string overNodes)
    {
        var deployment = (await Overlay.RenderAsync(name)).Manifests.Find<V1Deployment>(workload)!;
        var spread = deployment.Spec.Template.Spec.TopologySpreadConstraints;
        Assert.Equal(
            [("topology.kubernetes.io/zone", "ScheduleAnyway", 1), ("kubernetes.io/hostname", overNodes, 1)],
            spread.Select(one => (one.TopologyKey, one.WhenUnsatisfiable, one.MaxSkew)));
        Assert.All(spread, one => Assert.True(Overlay.Matches(one.LabelSelector, deployment.Spec.Template.Metadata.Labels)));
        Assert.All(spread, one => Assert.NotEmpty(one.LabelSelector.MatchLabels));

        // A node that is drained or lost has no pod, and must not keep others from having two.
        Assert.All(spread, one => Assert.Equal("Honor", one.NodeTaintsPolicy));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task PodsOfALostNodeAreReplacedWithinHalfAMinuteAndHungOnesWithoutAGracePeriod(string name) => Assert.All((await Overlay.RenderAsync(name)).Manifests.Of<V1Deployment>(), deployment =>
    {
        var pod = deployment.Spec.Template.Spec;
        Assert.Equal(
            [("node.kubernetes.io/unreachable", "Exists", "NoExecute", 30L), ("node.kubernetes.io/not-ready", "Exists", "NoExecute", 30L)],
            pod.Tolerations.Select(one => (one.Key, one.OperatorProperty, one.Effect, one.TolerationSeconds)));
        Assert.All(pod.Containers, container => Assert.Equal(5, container.LivenessProbe.TerminationGracePeriodSeconds));
    });

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task ProbesAreAskedAtPortsThatTheContainerHas(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        foreach (var (_, _, spec) in overlay.OwnContainers.Where(one => one.Container.Ports is not null))
        {
            var probes = new[] { spec.StartupProbe, spec.LivenessProbe, spec.ReadinessProbe };
            Assert.All(probes, probe => Assert.Contains(spec.Ports, port => port.Name == probe.HttpGet.Port.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryObjectIsInTheNamespaceAndSaysWhatItIsPartOf(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        Assert.All(overlay.Manifests.Objects.Where(one => one is not V1Namespace), one => Assert.Equal("quotagrid", one.Metadata.NamespaceProperty));
        Assert.Equal("quotagrid", Assert.Single(overlay.Manifests.Of<V1Namespace>()).Metadata.Name);
        Assert.All(
            overlay.Workloads.Where(one => one.Name.StartsWith("quotagrid", StringComparison.Ordinal)),
            one => Assert.Equal(["app.kubernetes.io/component", "app.kubernetes.io/name"], one.Template.Metadata.Labels.Keys.Order()));
    }

    private static string[] Selected(Overlay overlay, IDictionary<string, string> selector) =>
        [.. overlay.Workloads.Where(one => Overlay.Matches(selector, one.Template.Metadata.Labels)).Select(one => one.Name)];

    private static V1PodSpec[] Pods(Overlay overlay, IDictionary<string, string> selector) =>
        [.. overlay.Workloads.Where(one => Overlay.Matches(selector, one.Template.Metadata.Labels)).Select(one => one.Template.Spec)];

    private static IEnumerable<string> PortsOf(V1PodSpec pod) => pod.Containers.SelectMany(container => container.Ports).Select(port => port.Name);
}
