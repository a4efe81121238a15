using System.Diagnostics;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>Waits for what only asking again can tell, such as the state of another process; with a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until there is something to be seen.</summary>
    /// <param name="what">What is waited for, as the end of "… did not".</param>
    /// <param name="deadline">How long to look.</param>
    /// <param name="look">Looks once; null means not yet.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was seen, and how long it took.</returns>
    public static async Task<(T Seen, TimeSpan After)> SeeAsync<T>(
        string what, TimeSpan deadline, Func<Task<T?>> look, CancellationToken cancellationToken)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } seen)
            {
                return (seen, clock.Elapsed);
            }

            Assert.True(clock.Elapsed < deadline, $"Within {deadline} this did not come: {what}");
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }
}
