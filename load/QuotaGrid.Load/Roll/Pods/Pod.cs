using System.Diagnostics;
using k8s.Models;
using QuotaGrid.Load.Processes;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>
/// A pod of one container as a process of this machine, treated as a kubelet treats it: init containers first, then the container with its arguments and variables; its probes decide when it has started, is ready, or is
/// started anew; its end begins with the preStop handler, then SIGTERM, and SIGKILL when the grace period is over.
/// </summary>
public sealed class Pod : IAsyncDisposable
{
    // Of a container that is started anew.
    private const int LastLines = 10;

    // A kubelet waits so long before the first restart. Later ones wait longer, but one is too many here already.
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(10);

    // What it takes until nobody is sent to a pod any more that is not ready: the API server, the endpoint slice, and every node's proxy.
    private static readonly TimeSpan Propagation = TimeSpan.FromSeconds(1);

    private readonly PodHome _home;
    private readonly V1PodSpec _spec;
    private readonly V1Container _container;
    private readonly string _folder;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _killing = new();
    private volatile ChildProcess? _process;
    private Task _life = Task.CompletedTask;
    private volatile bool _isReady;

    // Long ago, so that it was not ready just before.
    private long _changed = Stopwatch.GetTimestamp() - (Stopwatch.Frequency * 3600);

    /// <summary>Prepares a pod; nothing is started yet.</summary>
    /// <exception cref="RunRefusedException">The template needs what the runner does not know.</exception>
    public Pod(string name, string workspace, V1PodSpec spec, PodHome home)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(home);
        if (spec.Containers is not [var container])
        {
            throw new RunRefusedException($"The pod '{name}' has {spec.Containers.Count} containers, and the runner knows pods of one.");
        }

        (Identity, _home, _spec, _container) = (new(name, workspace, home.NextAddress()), home, spec, container);
        _folder = Path.Combine(home.Folder, name);
        Directory.CreateDirectory(_folder);
        StopHandler.Check(container);
    }

    /// <summary>Who it is.</summary>
    public PodIdentity Identity { get; }

    /// <summary>Times that its container was started anew.</summary>
    public int Restarts { get; private set; }

    /// <summary>The memory that its process has now, in bytes.</summary>
    public long Memory => _process?.Memory ?? 0;

    /// <summary>Whether it outlived its grace period, and was killed.</summary>
    public bool WasKilled { get; private set; }

    /// <summary>Whether its end has begun.</summary>
    public bool IsTerminating => _ending.IsCancellationRequested;

    /// <summary>Whether it has been ready for some time.</summary>
    public bool IsAvailable(TimeSpan since) => _isReady && !IsTerminating && Stopwatch.GetElapsedTime(Volatile.Read(ref _changed)) >= since;

    /// <summary>Whether new connections are sent to it: while it is ready, and a moment longer.</summary>
    public bool IsRoutable => _isReady || Stopwatch.GetElapsedTime(Volatile.Read(ref _changed)) < Propagation;

    /// <summary>The port that a name or number of the manifest means.</summary>
    public int Port(string name) => _container.Ports.Single(port => port.Name == name).ContainerPort;

    /// <summary>Starts it.</summary>
    public void Start() => _life = LiveAsync();

    /// <summary>Runs it to its end, as the pod of a Job.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => RunToEndAsync(_container, cancellationToken);

    /// <summary>Tells why it cannot go on, if it cannot.</summary>
    /// <exception cref="InvalidOperationException">An init container failed.</exception>
    public void ThrowIfFailed()
    {
        if (_life.IsFaulted)
        {
            _life.GetAwaiter().GetResult();
        }
    }

    /// <summary>Ends it, and gives it its grace period.</summary>
    /// <exception cref="InvalidOperationException">It could not be started, or not be ended.</exception>
    public async Task TerminateAsync()
    {
        SetReady(false);
        await _ending.CancelAsync();
        await _life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ThrowIfFailed();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _killing.CancelAsync();
        await _ending.CancelAsync();
        await _life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LiveAsync()
    {
        foreach (var container in _spec.InitContainers ?? [])
        {
            await RunToEndAsync(container, _ending.Token);
        }

        while (await ServeAsync() is { } why)
        {
            SetReady(false);
            Restarts++;
            _home.Say($"{Identity.Name} is started anew: {why}. Last it said:\n{string.Join('\n', File.ReadLines(LogOf(_container)).TakeLast(LastLines))}");
            await Task.Delay(RestartDelay, TimeProvider.System, _ending.Token);
        }
    }

    // One run of the container. Tells why there has to be another one; null when the pod has ended.
    private async Task<string?> ServeAsync()
    {
        await using var process = StartProcess(_container);
        _process = process;
        var why = await WatchAsync(process, _ending.Token);
        if (IsTerminating)
        {
            await EndAsync(process);
        }

        _process = null;
        return IsTerminating ? null : why;
    }

    private async Task EndAsync(ChildProcess process)
    {
        if (process.HasEnded)
        {
            return;
        }

        var grace = TimeSpan.FromSeconds(_spec.TerminationGracePeriodSeconds ?? 30);
        var clock = Stopwatch.StartNew();
        await StopHandler.RunAsync(_container, grace, _killing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.Stop();
        await process.WaitAsync(TimeSpan.FromTicks(Math.Max(0, (grace - clock.Elapsed).Ticks)), _killing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        WasKilled = !process.HasEnded;
        _home.Say($"{Identity.Name} {(WasKilled ? $"was killed after {clock.Elapsed.TotalSeconds:N0} s" : $"has ended after {clock.Elapsed.TotalSeconds:N1} s")}");
    }

    // Until the process ends, or a probe says that it has to.
    private async Task<string> WatchAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = process.WaitAsync(Timeout.InfiniteTimeSpan, over.Token);
        var probed = ProbeAsync(over.Token);
        await Task.WhenAny(ended, probed);
        await over.CancelAsync();
        await Task.WhenAll(ended, probed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ended.IsCompletedSuccessfully ? $"it has ended with {process.ExitCode}" : "a probe failed";
    }

    // Returns when the startup or the liveness probe has failed. Without a readiness probe it is ready as soon as it has started.
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (_container.StartupProbe is { } startup && !await new ProbeLoop(startup, _container, Identity.Address).SucceedAsync(cancellationToken))
        {
            return;
        }

        SetReady(_container.ReadinessProbe is null);
        var ready = _container.ReadinessProbe is { } readiness
            ? new ProbeLoop(readiness, _container, Identity.Address).FollowAsync(SetReady, cancellationToken)
            : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        await (_container.LivenessProbe is { } liveness ? new ProbeLoop(liveness, _container, Identity.Address).FailAsync(cancellationToken) : ready);
    }

    private void SetReady(bool isReady)
    {
        if (_isReady != isReady && !(isReady && IsTerminating))
        {
            Volatile.Write(ref _changed, Stopwatch.GetTimestamp());
            _isReady = isReady;
            _home.Say($"{Identity.Name} is {(isReady ? "" : "not ")}ready");
        }
    }

    private async Task RunToEndAsync(V1Container container, CancellationToken cancellationToken)
    {
        await using var process = StartProcess(container);
        await process.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Identity.Name}: '{container.Name}' ended with {process.ExitCode}; its log is {LogOf(container)}.");
        }
    }

    private ChildProcess StartProcess(V1Container container)
    {
        var volumes = new PodVolumes(_spec, container, _home.Data, Path.Combine(_folder, "volumes"));
        var environment = PodEnvironment.Read(container, _home.Data, Identity).ToDictionary(variable => variable.Key, variable => Here(volumes.Resolve(variable.Value)));
        var arguments = (container.Args ?? []).Select(argument => Here(volumes.Resolve(PodEnvironment.Expand(argument, environment))));
        return ChildProcess.Start($"{Identity.Name} {container.Name}", _home.Program, arguments, LogOf(container), environment: environment);
    }

    private string LogOf(V1Container container) => Path.Combine(_folder, $"{container.Name}.log");

    // All addresses of a pod are its one address; here others have theirs on the same machine.
    private string Here(string text) => text.Replace("://*:", $"://{Identity.Address}:", StringComparison.Ordinal);
}
