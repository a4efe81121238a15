using k8s.Models;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Roll.Manifests;
using QuotaGrid.Load.Roll.Pods;

namespace QuotaGrid.Deploy.Tests.Kubernetes;

/// <summary>The runner of Deployments itself, with pods that do nothing.</summary>
public sealed class WorkloadTests : IDisposable
{
    private readonly RunFolder _folder = new(keep: null);
    private readonly TaskCompletionSource<string> _restarted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PodsThatEndAtOnceAreAllGone()
    {
        await using var workload = Workload(24, "60");
        await workload.DeployAsync(Cancel);

        await workload.EndAsync();

        Assert.Empty(workload.Pods);
        Assert.Equal(24, workload.Ever.Distinct().Count());
        Assert.All(workload.Ever, pod => Assert.Equal((0, false), (pod.Restarts, pod.WasKilled)));
    }

    [Fact]
    public async Task APodThatWaitsToBeStartedAnewCanBeEnded()
    {
        await using var workload = Workload(1, "not a time");
        var deployed = workload.DeployAsync(Cancel);
        Assert.Contains("is started anew: it has ended with 1", await _restarted.Task.WaitAsync(Cancel));

        await workload.EndAsync();

        Assert.Equal(1, Assert.Single(workload.Ever).Restarts);
        await deployed;
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    private Workload Workload(int replicas, string sleep) => new(
        new V1Deployment
        {
            Metadata = new() { Name = "sleeper" },
            Spec = new() { Template = new() { Spec = new() { Containers = [new V1Container { Name = "sleeper", Args = [sleep] }] } } },
        },
        replicas,
        new PodHome("/bin/sleep", new ClusterData(ManifestSet.Parse(""), new Dictionary<string, IReadOnlyDictionary<string, string>>()), _folder.File("pods"), Hear));

    private void Hear(string said) => _ = said.Contains("anew", StringComparison.Ordinal) && _restarted.TrySetResult(said);
}
