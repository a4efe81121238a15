using k8s.Models;
using QuotaGrid.Deploy.Tests.Fixtures;

namespace QuotaGrid.Deploy.Tests.Kubernetes;

/// <summary>Who may reach whom, by the NetworkPolicies taken together.</summary>
public sealed class TrafficTests
{
    private const string Own = "quotagrid";

    private static readonly Dictionary<string, string> Silo = Labels("silo");
    private static readonly Dictionary<string, string> Edge = Labels("edge");
    private static readonly Dictionary<string, string> Migrate = Labels("migrate");
    private static readonly Dictionary<string, string> Stranger = new() { ["app"] = "stranger" };

    private static readonly Dictionary<string, string> OwnNamespace = new() { ["kubernetes.io/metadata.name"] = Own };
    private static readonly Dictionary<string, string> Clients = new() { ["kubernetes.io/metadata.name"] = "api", ["quotagrid.io/client"] = "true" };
    private static readonly Dictionary<string, string> Monitoring = new() { ["kubernetes.io/metadata.name"] = "monitoring", ["quotagrid.io/monitoring"] = "true" };
    private static readonly Dictionary<string, string> Elsewhere = new() { ["kubernetes.io/metadata.name"] = "default" };

    public static TheoryData<string> Overlays => [Overlay.Production, Overlay.Local];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task OnlySilosReachThePortBetweenSilos(string name)
    {
        var policies = await PoliciesAsync(name);

        Assert.True(Passes(policies, Silo, Silo, 11111));
        Assert.False(Passes(policies, Edge, Silo, 11111));
        Assert.False(Passes(policies, Migrate, Silo, 11111));
        Assert.False(Passes(policies, Stranger, Silo, 11111));
        Assert.All([Clients, Monitoring, Elsewhere], outside => Assert.False(MayEnter(policies, outside, Silo, 11111)));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task OnlyEdgesReachThePortForGateways(string name)
    {
        var policies = await PoliciesAsync(name);

        Assert.True(Passes(policies, Edge, Silo, 30000));
        Assert.False(Passes(policies, Silo, Silo, 30000));
        Assert.False(Passes(policies, Stranger, Silo, 30000));
        Assert.All([Clients, Monitoring, Elsewhere], outside => Assert.False(MayEnter(policies, outside, Silo, 30000)));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task OnlyLabelledNamespacesReachHttp(string name)
    {
        var policies = await PoliciesAsync(name);

        Assert.True(MayEnter(policies, Clients, Edge, 8080));
        Assert.All([Monitoring, Elsewhere], outside => Assert.False(MayEnter(policies, outside, Edge, 8080)));
        Assert.All([Clients, Monitoring, Elsewhere], outside => Assert.False(MayEnter(policies, outside, Silo, 8080)));
        Assert.False(Passes(policies, Edge, Silo, 8080));
        Assert.False(Passes(policies, Silo, Edge, 8080));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task OnlyMonitoringReachesThePortForHealth(string name)
    {
        var policies = await PoliciesAsync(name);

        Assert.All([Silo, Edge], pod =>
        {
            Assert.True(MayEnter(policies, Monitoring, pod, 8081));
            Assert.All([Clients, Elsewhere], outside => Assert.False(MayEnter(policies, outside, pod, 8081)));
        });
        Assert.False(Passes(policies, Edge, Silo, 8081));
        Assert.False(Passes(policies, Silo, Edge, 8081));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task PodsReachNamesTheDatabaseAndTheCollectorAndNothingElse(string name)
    {
        var policies = await PoliciesAsync(name);
        var dns = new Dictionary<string, string> { ["k8s-app"] = "kube-dns" };
        var system = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "kube-system" };

        Assert.All([Silo, Edge, Migrate], pod =>
        {
            Assert.True(MayLeave(policies, pod, Elsewhere, Stranger, 5432));
            Assert.True(MayLeave(policies, pod, system, dns, 53));
            Assert.True(MayLeave(policies, pod, Monitoring, Stranger, 4317));
            Assert.False(MayLeave(policies, pod, system, Stranger, 53));
            Assert.False(MayLeave(policies, pod, Elsewhere, Stranger, 4317));
            Assert.False(MayLeave(policies, pod, Elsewhere, Stranger, 443));
            Assert.False(MayLeave(policies, pod, Elsewhere, Stranger, 30000));
        });
        Assert.False(MayEnter(policies, Monitoring, Migrate, 8081));
        Assert.False(MayLeave(policies, Stranger, Elsewhere, Stranger, 5432));
    }

    [Fact]
    public async Task TheLocalDatabaseIsReachedByTheProductAlone()
    {
        var policies = await PoliciesAsync(Overlay.Local);
        var postgres = new Dictionary<string, string> { ["app.kubernetes.io/name"] = "postgres" };

        Assert.All([Silo, Edge, Migrate], pod => Assert.True(Passes(policies, pod, postgres, 5432)));
        Assert.False(Passes(policies, Stranger, postgres, 5432));
        Assert.False(MayEnter(policies, Clients, postgres, 5432));
        Assert.False(MayLeave(policies, postgres, Elsewhere, Stranger, 443));
    }

    private static Dictionary<string, string> Labels(string component) => new() { ["app.kubernetes.io/name"] = "quotagrid", ["app.kubernetes.io/component"] = component };

    private static async Task<Traffic> PoliciesAsync(string name) => new(await Overlay.RenderAsync(name));

    private static bool Passes(Traffic traffic, Dictionary<string, string> from, Dictionary<string, string> to, int port) =>
        traffic.MayLeave(from, OwnNamespace, to, port) && traffic.MayEnter(to, OwnNamespace, from, port);

    private static bool MayEnter(Traffic traffic, Dictionary<string, string> fromNamespace, Dictionary<string, string> to, int port) => traffic.MayEnter(to, fromNamespace, Stranger, port);

    private static bool MayLeave(Traffic traffic, Dictionary<string, string> from, Dictionary<string, string> toNamespace, Dictionary<string, string> to, int port) =>
        traffic.MayLeave(from, toNamespace, to, port);

    /// <summary>What a network plugin makes of the policies: a pod that one selects for a direction may do in it only what one of those allows.</summary>
    private sealed class Traffic(Overlay overlay)
    {
        private readonly V1NetworkPolicy[] _policies = [.. overlay.Manifests.Of<V1NetworkPolicy>()];

        public bool MayEnter(Dictionary<string, string> pod, Dictionary<string, string> fromNamespace, Dictionary<string, string> from, int port)
        {
            var selecting = Selecting(pod, "Ingress");
            return selecting.Length == 0 || selecting.SelectMany(policy => policy.Spec.Ingress ?? []).Any(rule =>
                (rule.FromProperty is null || rule.FromProperty.Any(peer => IsPeer(peer, fromNamespace, from))) && HasPort(rule.Ports, pod, port));
        }

        public bool MayLeave(Dictionary<string, string> pod, Dictionary<string, string> toNamespace, Dictionary<string, string> to, int port)
        {
            var selecting = Selecting(pod, "Egress");
            return selecting.Length == 0 || selecting.SelectMany(policy => policy.Spec.Egress ?? []).Any(rule =>
                (rule.To is null || rule.To.Any(peer => IsPeer(peer, toNamespace, to))) && HasPort(rule.Ports, to, port));
        }

        private static bool IsPeer(V1NetworkPolicyPeer peer, Dictionary<string, string> theirNamespace, Dictionary<string, string> their) =>
            peer.IpBlock is null
            && (peer.NamespaceSelector is { } space ? Overlay.Matches(space, theirNamespace) : theirNamespace == OwnNamespace)
            && (peer.PodSelector is null || Overlay.Matches(peer.PodSelector, their));

        private V1NetworkPolicy[] Selecting(Dictionary<string, string> pod, string direction) =>
            [.. _policies.Where(policy => Overlay.Matches(policy.Spec.PodSelector, pod) && policy.Spec.PolicyTypes.Contains(direction))];

        // A port by name is one of the pod that is reached.
        private bool HasPort(IList<V1NetworkPolicyPort> ports, Dictionary<string, string> reached, int port) => ports.Any(one =>
            one.Port.Value == $"{port}"
            || overlay.Workloads.Where(workload => Overlay.Matches(reached, workload.Template.Metadata.Labels))
                .SelectMany(workload => workload.Template.Spec.Containers)
                .SelectMany(container => container.Ports ?? [])
                .Any(named => named.Name == one.Port.Value && named.ContainerPort == port));
    }
}
