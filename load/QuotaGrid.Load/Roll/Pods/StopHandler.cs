using k8s.Models;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>A container's preStop handler.</summary>
public static class StopHandler
{
    /// <summary>Makes sure that the runner can carry it out.</summary>
    /// <exception cref="RunRefusedException">It is no <c>sleep</c>.</exception>
    public static void Check(V1Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (container.Lifecycle?.PostStart is not null || container.Lifecycle?.PreStop is { Sleep: null })
        {
            throw new RunRefusedException($"'{container.Name}' has a lifecycle handler other than a preStop sleep, and the runner knows no others.");
        }
    }

    /// <summary>Carries it out, no longer than the grace period.</summary>
    public static Task RunAsync(V1Container container, TimeSpan grace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        var sleep = TimeSpan.FromSeconds(container.Lifecycle?.PreStop?.Sleep.Seconds ?? 0);
        return Task.Delay(sleep < grace ? sleep : grace, TimeProvider.System, cancellationToken);
    }
}
