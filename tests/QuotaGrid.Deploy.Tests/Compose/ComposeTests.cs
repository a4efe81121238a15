using QuotaGrid.Core.Policies;
using QuotaGrid.Deploy.Tests.Fixtures;
using QuotaGrid.Host.Settings;
using YamlDotNet.Core;

namespace QuotaGrid.Deploy.Tests.Compose;

/// <summary>The cluster on one machine: what it says is there, and is what its parts take.</summary>
public sealed class ComposeTests
{
    private static readonly string Text = Repository.Read("deploy/compose.yaml");
    private static readonly ComposeFile File = StrictYaml.Read<ComposeFile>(Text);

    [Fact]
    public void ItHasADatabaseThreeSilosTwoEdgesAndWhatWatchesThem()
    {
        Assert.Equal(["collector", "edge", "grafana", "migrate", "postgres", "prometheus", "secret", "silo"], File.Services.Keys.Order());
        Assert.Equal((3, 2), (File.Services["silo"].Deploy!.Replicas, File.Services["edge"].Deploy!.Replicas));
        Assert.All(File.Services.Values, service => Assert.Matches("^[a-z0-9./-]+:[v0-9][a-z0-9.-]+$", service.Image));
    }

    [Theory]
    [InlineData("depends_on:", "depend_on:")]
    [InlineData("interval: 2s", "interva: 2s")]
    [InlineData("read_only: true", "readonly: true")]
    [InlineData("replicas: 3", "replicas: three")]
    [InlineData("cap_drop: [ALL]", "cap_drop: [ALL]\n  cap_drop: [NET_RAW]")]
    public void AnUnknownKeyOrAWrongValueIsRefused(string right, string wrong)
    {
        Assert.Contains(right, Text);
        Assert.ThrowsAny<YamlException>(() => StrictYaml.Read<ComposeFile>(Text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("silo", Role.Silo)]
    [InlineData("edge", Role.Edge)]
    public void EveryVariableIsASettingThatTheRoleUses(string name, Role role)
    {
        var service = File.Services[name];
        Assert.Equal("serve", service.Command[0]);

        var settings = SettingsReader.Read(
            service.Command.Skip(1).Chunk(2).ToDictionary(option => option[0][2..], option => option[1]), WithImage(service.Environment), file: null);

        Assert.Equal(role, settings.Role);
        Assert.True(DurationText.Parse(service.StopGracePeriod) >= settings.StopTimeout);
        Assert.All(service.Environment.Keys.Where(variable => !variable.StartsWith("QUOTAGRID_", StringComparison.Ordinal)), variable => Assert.StartsWith("OTEL_", variable));
    }

    [Fact]
    public void MigrationHasTheDatabaseAndGrantsToTheRolesThatConnect()
    {
        var migrate = File.Services["migrate"];

        Assert.Equal(["QUOTAGRID_DATABASE"], migrate.Environment.Keys);
        Assert.Contains("Username=quotagrid_migrator;", migrate.Environment["QUOTAGRID_DATABASE"]);
        Assert.Equal(["migrate", "--grant-silo", "quotagrid_silo", "--grant-edge", "quotagrid_edge"], migrate.Command);
        Assert.Contains("Username=quotagrid_silo;", File.Services["silo"].Environment["QUOTAGRID_DATABASE"]);
        Assert.Contains("Username=quotagrid_edge;", File.Services["edge"].Environment["QUOTAGRID_DATABASE"]);
    }

    [Fact]
    public void WhatIsWaitedForCanHappen()
    {
        foreach (var (name, dependency) in File.Services.Values.SelectMany(service => service.DependsOn))
        {
            var service = File.Services[name];
            switch (dependency.Condition)
            {
                case "service_completed_successfully":
                    Assert.Equal("no", service.Restart);
                    break;
                case "service_healthy":
                    Assert.NotEmpty(service.Healthcheck!.Test);
                    break;
                default:
                    Assert.Equal("service_started", dependency.Condition);
                    break;
            }
        }
    }

    [Fact]
    public void EveryMountedFileAndVolumeIsThere()
    {
        var mounts = File.Services.Values.SelectMany(service => service.Volumes).Select(volume => volume.Split(':')[0]).ToArray();

        Assert.All(mounts.Where(mount => mount.StartsWith("./", StringComparison.Ordinal)), mount => Assert.True(Path.Exists(Repository.PathOf($"deploy/{mount[2..]}")), mount));
        Assert.Equal(File.Volumes.Keys.Order(), mounts.Where(mount => !mount.StartsWith("./", StringComparison.Ordinal)).Distinct().Order());
        Assert.True(System.IO.File.Exists(Repository.PathOf($"deploy/{File.Common!.Build!.Context}/{File.Common.Build.Dockerfile}")));
    }

    [Fact]
    public void EveryFileThatAProcessIsToldOfIsMounted()
    {
        foreach (var service in new[] { File.Services["silo"], File.Services["edge"] })
        {
            var paths = service.Environment.Values.Where(value => value.StartsWith('/')).ToArray();
            Assert.NotEmpty(paths);
            Assert.All(paths, path => Assert.Contains(service.Volumes, volume => path.StartsWith(volume.Split(':')[1], StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void PortsArePublishedToThisMachineOnly()
    {
        Assert.All(File.Services.Values.SelectMany(service => service.Ports), port => Assert.StartsWith("127.0.0.1:", port));
        Assert.EndsWith(":8080", Assert.Single(File.Services["edge"].Ports));
        Assert.Contains("\nEXPOSE 8080 11111 30000\n", Repository.Read("deploy/Dockerfile"));
    }

    [Fact]
    public void TheProductsProcessesHaveNoRightsThatTheyDoNotNeed() => Assert.All(
        File.Services.Where(service => service.Value.Image.StartsWith("quotagrid:", StringComparison.Ordinal)).Select(service => service.Value),
        service =>
        {
            Assert.True(service.ReadOnly);
            Assert.Equal(["ALL"], service.CapDrop);
            Assert.Equal(["no-new-privileges:true"], service.SecurityOpt);
        });

    [Fact]
    public void TheImageIsOfThisVersion()
    {
        Assert.Contains("<VersionPrefix>0.1.0</VersionPrefix>", Repository.Read("Directory.Build.props"));
        Assert.Equal("quotagrid:0.1.0", File.Common!.Image);
        Assert.Contains("org.opencontainers.image.version=\"0.1.0\"", Repository.Read("deploy/Dockerfile"));
        Assert.Contains("newTag: 0.1.0", Repository.Read("k8s/overlays/production/kustomization.yaml"));
        Assert.Contains("newTag: 0.1.0", Repository.Read("k8s/overlays/local/kustomization.yaml"));
    }

    private static Dictionary<string, string> WithImage(Dictionary<string, string> environment) => new(environment) { ["QUOTAGRID_URLS"] = "http://*:8080" };
}
