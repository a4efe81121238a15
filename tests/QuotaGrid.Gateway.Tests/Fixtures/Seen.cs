using System.Diagnostics;

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>Waits for what happens in the background and is seen by looking again only.</summary>
internal static class Seen
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Looks until it is seen.</summary>
    public static Task Async(Func<bool> look, string what) => Async(() => Task.FromResult(look()), what);

    /// <inheritdoc cref="Async(Func{bool}, string)"/>
    public static async Task Async(Func<Task<bool>> look, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await look())
        {
            Assert.True(clock.Elapsed < Deadline, $"Within {Deadline} this was not to be seen: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
