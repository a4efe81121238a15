using System.Collections.Concurrent;

namespace QuotaGrid.Contracts.Health;

/// <summary>
/// When each of the process's loops last turned. A loop that is silent for long hangs, whatever else still answers. The loops are those of the code, so there are few. Safe for concurrent use.
/// </summary>
public sealed class Heartbeats(TimeProvider time)
{
    /// <summary>
    /// How long a loop may be silent: longer than a full garbage collection of a million activations (4 s measured) and a machine without a free processor take, shorter than an operator.
    /// </summary>
    public static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _last = [];

    /// <summary>A loop turned.</summary>
    /// <param name="loop">Its name, as operators are told it.</param>
    public void Beat(string loop) => _last[loop] = time.GetTimestamp();

    /// <summary>How long ago a loop turned; null when it has not begun yet.</summary>
    public TimeSpan? SilenceOf(string loop) => _last.TryGetValue(loop, out var last) ? time.GetElapsedTime(last) : null;

    /// <summary>The loop that is silent for longer than <see cref="MostSilence"/>, and for how long; null when there is none. One that has not begun yet is not silent.</summary>
    public (string Loop, TimeSpan Silence)? FindSilent()
    {
        foreach (var loop in _last.Keys)
        {
            if (SilenceOf(loop) is { } silence && silence > MostSilence)
            {
                return (loop, silence);
            }
        }

        return null;
    }
}
