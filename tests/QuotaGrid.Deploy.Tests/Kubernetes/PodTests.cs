using k8s.Models;
using QuotaGrid.Deploy.Tests.Fixtures;
using QuotaGrid.Host.Settings;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Roll;
using QuotaGrid.Load.Roll.Manifests;
using QuotaGrid.Load.Roll.Pods;

namespace QuotaGrid.Deploy.Tests.Kubernetes;

/// <summary>What pods are made of: settings that exist, files that are there, no more rights than are needed, and time enough to end.</summary>
public sealed class PodTests
{
    private static readonly PodIdentity Somebody = new("pod-0", "quotagrid", System.Net.IPAddress.Parse("10.1.2.3"));

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Outside() =>
        OutsideSecrets.Make("Host=db", new ApiKey(), new RunCertificates(TimeProvider.System.GetUtcNow()));

    public static TheoryData<string> Overlays => [Overlay.Production, Overlay.Local];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryVariableIsASettingThatTheRoleUses(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        List<Role> roles = [];
        foreach (var (_, _, container) in overlay.OwnContainers.Where(one => one.Container.Args[0] == "serve"))
        {
            var settings = Read(overlay, container);
            roles.Add(settings.Role);
            Assert.Equal("quotagrid", settings.Cluster);
            Assert.Equal("http://*:8080;http://*:8081", settings.Urls);
        }

        Assert.Equal([Role.Edge, Role.Silo], roles);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task ProbesAndMetricsHaveAPortThatClientsDoNotHave(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var serving = overlay.OwnContainers.Where(one => one.Container.Args[0] == "serve").ToArray();

        Assert.All(serving, one =>
        {
            Assert.Equal(8081, one.Container.Ports.Single(port => port.Name == "health").ContainerPort);
            V1Probe[] probes = [one.Container.StartupProbe, one.Container.LivenessProbe, one.Container.ReadinessProbe];
            Assert.All(probes, probe => Assert.Equal("health", probe.HttpGet.Port.Value));
        });
        Assert.All(
            overlay.Workloads.Where(one => one.Template.Metadata.Annotations?.ContainsKey("prometheus.io/scrape") == true),
            one => Assert.Equal("8081", one.Template.Metadata.Annotations["prometheus.io/port"]));
        Assert.DoesNotContain(overlay.Manifests.Find<V1Service>("quotagrid")!.Spec.Ports, port => port.TargetPort.Value == "health");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task ASiloIsReachedAtItsPodsAddress(string name)
    {
        var overlay = await Overlay.RenderAsync(name);

        Assert.Equal(Somebody.Address, Read(overlay, overlay.OwnContainers.Single(one => one.Name == "quotagrid-silo/silo").Container).Advertise);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task WhatMigratesOrWaitsForItHasTheDatabaseAndNothingElse(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var migrating = overlay.OwnContainers.Where(one => one.Container.Args[0] == "migrate").ToArray();

        Assert.Equal(["quotagrid-edge/schema", "quotagrid-migrate/migrate", "quotagrid-silo/schema"], migrating.Select(one => one.Name).Order());
        string[] variables = name == Overlay.Production ? ["PGSSLROOTCERT", "QUOTAGRID_DATABASE"] : ["QUOTAGRID_DATABASE"];
        Assert.All(migrating, one => Assert.Equal(variables, one.Container.Env.Select(variable => variable.Name).Order()));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EachProcessConnectsAsItsOwnRole(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        foreach (var (container, _, spec) in overlay.OwnContainers)
        {
            var secret = spec.Env.Single(variable => variable.Name == "QUOTAGRID_DATABASE").ValueFrom.SecretKeyRef.Name;
            Assert.StartsWith(container.Split('/')[0], secret);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryMountHasAVolumeAndEveryVolumeAMount(string name)
    {
        foreach (var (workload, template) in (await Overlay.RenderAsync(name)).Workloads)
        {
            var claims = (await Overlay.RenderAsync(name)).Manifests.Find<V1StatefulSet>(workload)?.Spec.VolumeClaimTemplates.Select(claim => claim.Metadata.Name) ?? [];
            var volumes = (template.Spec.Volumes ?? []).Select(volume => volume.Name).Concat(claims);
            var mounts = (template.Spec.InitContainers ?? []).Concat(template.Spec.Containers).SelectMany(container => container.VolumeMounts ?? []).Select(mount => mount.Name);
            Assert.Equal(volumes.Order(), mounts.Distinct().Order());
        }
    }

    [Fact]
    public async Task SecretsOfProductionAreMadeByTheOperatorAndAreThoseOfTheReadme()
    {
        var overlay = await Overlay.RenderAsync(Overlay.Production);
        Assert.Empty(overlay.Manifests.Of<V1Secret>());

        var made = Outside().SelectMany(secret => secret.Value.Keys.Select(key => (secret.Key, key))).Order().ToArray();
        Assert.Equal(made, References(overlay).Distinct().Order());
        var readme = Repository.Read("k8s/README.md");
        Assert.All(made, secret => Assert.Contains($"`{secret.Key}` | `{secret.key}`", readme));
    }

    [Fact]
    public async Task SecretsOfTheLocalOverlayAreGeneratedWithTheKeysThatAreUsed()
    {
        var overlay = await Overlay.RenderAsync(Overlay.Local);

        Assert.All(References(overlay), reference =>
        {
            var secret = overlay.Manifests.Find<V1Secret>(reference.Name);
            Assert.NotNull(secret);
            Assert.Contains(reference.Key, secret.Data.Keys);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryConfigMapIsThereAndIsUsed(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var used = overlay.Containers.SelectMany(one => one.Container.EnvFrom ?? []).Select(source => source.ConfigMapRef.Name)
            .Concat(overlay.Workloads.SelectMany(one => one.Template.Spec.Volumes ?? []).Where(volume => volume.ConfigMap is not null).Select(volume => volume.ConfigMap.Name));

        Assert.Equal(overlay.Manifests.Of<V1ConfigMap>().Select(map => map.Metadata.Name).Order(), used.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryPodMeetsTheRestrictedStandardAndHasNoToken(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        Assert.Equal("restricted", overlay.Manifests.Of<V1Namespace>().Single().Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        Assert.All(overlay.Workloads, one =>
        {
            var pod = one.Template.Spec;
            Assert.Equal((true, "RuntimeDefault"), (pod.SecurityContext.RunAsNonRoot, pod.SecurityContext.SeccompProfile.Type));
            Assert.True(pod.SecurityContext.RunAsUser > 0);
            Assert.Equal((false, false), (pod.AutomountServiceAccountToken, pod.EnableServiceLinks));
            Assert.Equal((null, null, null), (pod.HostNetwork, pod.HostPID, pod.HostIPC));
        });
        Assert.All(overlay.Containers, one =>
        {
            var rights = one.Container.SecurityContext;
            Assert.Equal((false, true, null), (rights.AllowPrivilegeEscalation, rights.ReadOnlyRootFilesystem, rights.Privileged));
            Assert.Equal(["ALL"], rights.Capabilities.Drop);
            Assert.Null(rights.Capabilities.Add);
        });
        Assert.All(overlay.Manifests.Of<V1ServiceAccount>(), account => Assert.False(account.AutomountServiceAccountToken));
        Assert.DoesNotContain(overlay.Manifests.Objects, one => one is V1Role or V1RoleBinding or V1ClusterRole or V1ClusterRoleBinding);
        Assert.All(overlay.Workloads.Where(one => one.Name.StartsWith("quotagrid", StringComparison.Ordinal)), one => Assert.Equal(one.Name, one.Template.Spec.ServiceAccountName));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task MemoryIsLimitedAndTheProcessorIsNot(string name) => Assert.All((await Overlay.RenderAsync(name)).Containers, one =>
    {
        Assert.Equal(["cpu", "memory"], one.Container.Resources.Requests.Keys.Order());
        Assert.Equal(["memory"], one.Container.Resources.Limits.Keys);
    });

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task TheGracePeriodIsLongerThanTheProcessAllowsItself(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        foreach (var (container, pod, spec) in overlay.OwnContainers.Where(one => one.Container.Args[0] == "serve"))
        {
            var needed = TimeSpan.FromSeconds(spec.Lifecycle?.PreStop?.Sleep.Seconds ?? 0) + Read(overlay, spec).StopTimeout;
            Assert.True(TimeSpan.FromSeconds(pod.TerminationGracePeriodSeconds!.Value) >= needed + TimeSpan.FromSeconds(10), $"{container} needs {needed}.");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task ARollTakesNothingAwayBeforeTheNewIsReady(string name) => Assert.All((await Overlay.RenderAsync(name)).Manifests.Of<V1Deployment>(), deployment =>
    {
        Assert.Equal("RollingUpdate", deployment.Spec.Strategy.Type);
        Assert.Equal(("0", "1"), (deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value, deployment.Spec.Strategy.RollingUpdate.MaxSurge.Value));
    });

    private static HostSettings Read(Overlay overlay, V1Container container)
    {
        var variables = PodEnvironment.Read(container, new ClusterData(overlay.Manifests, Outside()), Somebody);
        Assert.Equal("serve", container.Args[0]);
        Dictionary<string, string> options = [];
        for (var place = 1; place < container.Args.Count; place += 2)
        {
            options.Add(container.Args[place][2..], container.Args[place + 1]);
        }

        return SettingsReader.Read(options, variables, file: null);
    }

    private static IEnumerable<(string Name, string Key)> References(Overlay overlay)
    {
        foreach (var (_, pod, container) in overlay.OwnContainers)
        {
            foreach (var variable in (container.Env ?? []).Where(variable => variable.ValueFrom?.SecretKeyRef is not null))
            {
                yield return (variable.ValueFrom.SecretKeyRef.Name, variable.ValueFrom.SecretKeyRef.Key);
            }

            foreach (var variable in (container.Env ?? []).Where(variable => variable.Value?.StartsWith('/') == true))
            {
                var mount = container.VolumeMounts.Single(mount => variable.Value.StartsWith(mount.MountPath + "/", StringComparison.Ordinal));
                var volume = pod.Volumes.Single(volume => volume.Name == mount.Name);
                if (volume.Secret is null)
                {
                    continue;
                }

                yield return (volume.Secret.SecretName, variable.Value[(mount.MountPath.Length + 1)..]);
            }
        }
    }
}
