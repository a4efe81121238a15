using System.Net;
using k8s.Models;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>Asks a probe again and again, as often as the manifest says.</summary>
public sealed class ProbeLoop(V1Probe manifest, V1Container container, IPAddress address)
{
    private readonly Probe _probe = new(manifest, container, address);
    private readonly TimeSpan _initialDelay = TimeSpan.FromSeconds(manifest.InitialDelaySeconds ?? 0);

    /// <summary>Asks until it has succeeded, or failed too often.</summary>
    /// <returns>Whether it succeeded.</returns>
    public async Task<bool> SucceedAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_initialDelay, TimeProvider.System, cancellationToken);
        for (var failures = 0; failures < _probe.FailureThreshold; failures++)
        {
            if (await _probe.AskAsync(cancellationToken))
            {
                return true;
            }

            await Task.Delay(_probe.Period, TimeProvider.System, cancellationToken);
        }

        return false;
    }

    /// <summary>Asks until it has failed.</summary>
    public Task FailAsync(CancellationToken cancellationToken)
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Task.WhenAny(failed.Task, FollowAsync(isWell => _ = isWell || failed.TrySetResult(), cancellationToken));
    }

    /// <summary>Asks, and tells each change, until it is cancelled.</summary>
    public async Task FollowAsync(Action<bool> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tell);
        await Task.Delay(_initialDelay, TimeProvider.System, cancellationToken);
        var (successes, failures) = (0, 0);
        while (true)
        {
            (successes, failures) = await _probe.AskAsync(cancellationToken) ? (successes + 1, 0) : (0, failures + 1);
            if (successes == _probe.SuccessThreshold || failures == _probe.FailureThreshold)
            {
                tell(successes > 0);
            }

            await Task.Delay(_probe.Period, TimeProvider.System, cancellationToken);
        }
    }
}
