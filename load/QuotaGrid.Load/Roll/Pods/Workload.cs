using System.Diagnostics;
using System.Globalization;
using k8s.Models;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>A Deployment: keeps its pods, and replaces them as its strategy says, never with fewer available than that allows.</summary>
/// <param name="deployment">The manifest.</param>
/// <param name="replicas">How many pods it has.</param>
/// <param name="home">The machine.</param>
public sealed class Workload(V1Deployment deployment, int replicas, PodHome home) : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _minReady = TimeSpan.FromSeconds(deployment.Spec.MinReadySeconds ?? 0);
    private readonly TimeSpan _deadline = TimeSpan.FromSeconds(deployment.Spec.ProgressDeadlineSeconds ?? 600);
    private readonly int _surge = Count(deployment.Spec.Strategy?.RollingUpdate?.MaxSurge, replicas, up: true);
    private readonly int _unavailable = Count(deployment.Spec.Strategy?.RollingUpdate?.MaxUnavailable, replicas, up: false);
    private readonly List<Task> _terminations = [];
    private readonly Lock _change = new();
    private int _started;

    // Replaced as a whole, because clients look while pods come and go, and under the lock, because several end at once.
    private volatile Pod[] _pods = [];
    private volatile Pod[] _gone = [];

    /// <summary>Its name.</summary>
    public string Name => deployment.Metadata.Name;

    /// <summary>The pods that are there, also those that are ending.</summary>
    public IReadOnlyList<Pod> Pods => _pods;

    /// <summary>All pods that it ever had.</summary>
    public IEnumerable<Pod> Ever => _pods.Concat(_gone);

    /// <summary>Starts all pods, and waits until they are available.</summary>
    /// <exception cref="TimeoutException">It takes longer than the progress deadline.</exception>
    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        for (var pod = 0; pod < replicas; pod++)
        {
            StartPod();
        }

        var clock = Stopwatch.StartNew();
        while (!_pods.All(pod => pod.IsAvailable(_minReady)))
        {
            await StepAsync(clock, cancellationToken);
        }
    }

    /// <summary>Replaces every pod, as <c>kubectl rollout restart</c> does.</summary>
    /// <exception cref="TimeoutException">One step takes longer than the progress deadline.</exception>
    public async Task RollAsync(CancellationToken cancellationToken)
    {
        HashSet<Pod> old = [.. _pods];
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var there = _pods.Where(pod => !pod.IsTerminating).ToArray();
            var (left, updated) = (there.Where(old.Contains).ToArray(), there.Count(pod => !old.Contains(pod)));
            var available = there.Count(pod => pod.IsAvailable(_minReady));
            if (left.Length == 0 && updated == replicas && available == replicas)
            {
                break;
            }

            if (updated < replicas && there.Length < replicas + _surge)
            {
                StartPod();
                clock.Restart();
            }
            else if (left.Length > 0 && available > replicas - _unavailable)
            {
                _terminations.Add(EndAsync(left[0]));
                clock.Restart();
            }

            await StepAsync(clock, cancellationToken);
        }

        await Task.WhenAll(_terminations);
    }

    /// <summary>Ends all pods, as when the Deployment is deleted.</summary>
    public Task EndAsync() => Task.WhenAll(_terminations.Concat(_pods.Where(pod => !pod.IsTerminating).Select(EndAsync)));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var pod in _pods)
        {
            await pod.DisposeAsync();
        }
    }

    private void StartPod()
    {
        var pod = new Pod($"{Name}-{_started++}", deployment.Metadata.NamespaceProperty ?? "default", deployment.Spec.Template.Spec, home);
        pod.Start();
        lock (_change)
        {
            _pods = [.. _pods, pod];
        }

        home.Say($"{pod.Identity.Name} is started at {pod.Identity.Address}");
    }

    private async Task EndAsync(Pod pod)
    {
        home.Say($"{pod.Identity.Name} is told to end");
        await pod.TerminateAsync();
        lock (_change)
        {
            _pods = [.. _pods.Where(other => other != pod)];
            _gone = [.. _gone, pod];
        }
    }

    private async Task StepAsync(Stopwatch clock, CancellationToken cancellationToken)
    {
        foreach (var pod in _pods)
        {
            pod.ThrowIfFailed();
        }

        if (clock.Elapsed > _deadline)
        {
            throw new RunRefusedException($"{Name} made no progress for {_deadline.TotalSeconds:N0} s; the logs say why.");
        }

        await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
    }

    private static int Count(IntOrString? value, int replicas, bool up) => value?.Value switch
    {
        null => up ? 1 : 0,
        var text when text.EndsWith('%') => (int)(up ? Math.Ceiling(Share(text) * replicas) : Math.Floor(Share(text) * replicas)),
        var text => int.Parse(text, CultureInfo.InvariantCulture),
    };

    private static double Share(string percent) => double.Parse(percent[..^1], CultureInfo.InvariantCulture) / 100;
}
