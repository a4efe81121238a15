using System.Diagnostics;
using k8s.Models;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Roll.Lookups;
using QuotaGrid.Load.Roll.Manifests;
using QuotaGrid.Load.Roll.Pods;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll;

/// <summary>From nothing to a cluster as the manifests have it, and then every pod of it replaced under load.</summary>
public static class RollRun
{
    private const string Component = "app.kubernetes.io/component";

    /// <summary>Runs it. Everything that it starts has ended when it returns or throws.</summary>
    public static async Task<RollResult> RunAsync(RollSettings settings, Action<string> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(write);
        var manifests = await ManifestSet.RenderAsync(settings.Overlay, cancellationToken);
        using var folder = new RunFolder(settings.Keep);
        await using var database = await DatabaseServer.CreateAsync(folder.File("postgresql.log"), cancellationToken);
        await database.MakeRolesAsync(folder.File("roles.log"), cancellationToken);

        var clock = Stopwatch.StartNew();
        void Say(string what) => write($"{clock.Elapsed.TotalSeconds,7:N1} s  {what}");
        var key = new ApiKey();
        var home = new PodHome(settings.Program, new ClusterData(manifests, OutsideSecrets.Make(database.Connection, key, new RunCertificates(TimeProvider.System.GetUtcNow()))), folder.File("pods"), Say);
        await MigrateAsync(manifests, home, cancellationToken);
        await using var silos = Find(manifests, "silo", home);
        await using var edges = Find(manifests, "edge", home);
        await Task.WhenAll(silos.DeployAsync(cancellationToken), edges.DeployAsync(cancellationToken));
        var deploy = clock.Elapsed;
        var idle = RollMemory.Of(silos, edges);
        Say("every pod is available; lookups begin");

        await using var lookups = new RollLookups(new EdgeService(edges, "http", settings.Seed), settings.Identities, settings.PerSecond, Say, key.Text);
        await WaitAsync(settings, cancellationToken);
        var busy = RollMemory.Of(silos, edges);
        var begun = lookups.Elapsed.TotalSeconds;
        var siloTime = await TimeAsync(() => silos.RollAsync(cancellationToken));
        Say("every silo is replaced");
        var edgeTime = await TimeAsync(() => edges.RollAsync(cancellationToken));
        Say("every edge is replaced");
        await WaitAsync(settings, cancellationToken);
        var asked = await lookups.EndAsync();

        await edges.EndAsync();
        await silos.EndAsync();
        Pod[] ever = [.. silos.Ever, .. edges.Ever];
        return new RollResult(deploy, siloTime, edgeTime, ever.Length / 2, ever.Count(pod => pod.WasKilled), ever.Sum(pod => pod.Restarts), idle, busy, [.. asked.Where(one => one.At < begun)], [.. asked.Where(one => one.At >= begun)]);
    }

    private static async Task MigrateAsync(ManifestSet manifests, PodHome home, CancellationToken cancellationToken)
    {
        foreach (var job in manifests.Of<V1Job>())
        {
            await using var pod = new Pod($"{job.Metadata.Name}-0", job.Metadata.NamespaceProperty ?? "default", job.Spec.Template.Spec, home);
            await pod.RunAsync(cancellationToken);
            home.Say($"{pod.Identity.Name} is complete");
        }
    }

    private static Workload Find(ManifestSet manifests, string component, PodHome home)
    {
        var deployment = manifests.Of<V1Deployment>().SingleOrDefault(one => one.Metadata.Labels?.TryGetValue(Component, out var its) == true && its == component)
            ?? throw new RunRefusedException($"Of the Deployments there is not one with the label {Component}: {component}.");
        return new Workload(deployment, manifests.ReplicasOf(deployment), home);
    }

    private static Task WaitAsync(RollSettings settings, CancellationToken cancellationToken) => Task.Delay(settings.Steady, TimeProvider.System, cancellationToken);

    private static async Task<TimeSpan> TimeAsync(Func<Task> action)
    {
        var clock = Stopwatch.StartNew();
        await action();
        return clock.Elapsed;
    }
}
