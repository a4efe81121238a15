using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Gateway.FailModes;

/// <summary>
/// Says once for each policy that its fail mode is in use, and once that it is over: when a silo decides again and nothing has failed for ten seconds, so that
/// one failing silo among healthy ones does not make the log flap. Metrics count every use.
/// </summary>
internal sealed partial class FailModeLog(TimeProvider time, ILogger logger)
{
    /// <summary>How long nothing may fail until the fail mode is over.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Policy, FailMode Mode), long> _lastFailures = [];

    /// <summary>The fail mode of a policy was used.</summary>
    public void OnUsed(Policy policy, FailMode mode, Exception cause)
    {
        var now = time.GetTimestamp();
        if (_lastFailures.TryAdd((policy.Name, mode), now))
        {
            LogUsed(logger, policy.Name, mode, cause);
        }
        else
        {
            _lastFailures[(policy.Name, mode)] = now;
        }
    }

    /// <summary>A silo decided by a policy.</summary>
    public void OnDecided(Policy policy)
    {
        if (_lastFailures.IsEmpty)
        {
            return;
        }

        End(policy.Name, FailMode.Closed);
        End(policy.Name, FailMode.Open);
        End(policy.Name, FailMode.LocalShare);
    }

    private void End(string policy, FailMode mode)
    {
        if (_lastFailures.TryGetValue((policy, mode), out var last)
            && time.GetElapsedTime(last) >= QuietTime
            && _lastFailures.TryRemove(KeyValuePair.Create((policy, mode), last)))
        {
            LogOver(logger, policy);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "No silo decided; the policy {Policy} fails {FailMode}. Said once until it is over; quotagrid.failmode.decisions counts on.")]
    private static partial void LogUsed(ILogger logger, string policy, FailMode failMode, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Silos decide by the policy {Policy} again; its fail mode is over.")]
    private static partial void LogOver(ILogger logger, string policy);
}
