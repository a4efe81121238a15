using QuotaGrid.Load.Universe;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Census;

/// <summary>One honest person: a phone that sends its whole book, batch after batch, and some time later sends it again.</summary>
/// <param name="Client">The person's identity.</param>
/// <param name="Book">The person's contacts.</param>
/// <param name="Schedule">When they are sent.</param>
public sealed record Person(LookupClient Client, AddressBook Book, SyncSchedule Schedule)
{
    /// <summary>Lives through the run.</summary>
    /// <param name="clock">The run's time.</param>
    /// <param name="batch">The most entries of a request.</param>
    /// <param name="line">How many people's requests may be under way at once.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task RunAsync(RunClock clock, int batch, SemaphoreSlim line, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(line);
        foreach (var sync in Schedule.Syncs)
        {
            await clock.UntilAsync(sync.At, cancellation);
            foreach (var entries in Book.Entries.Take(sync.Entries).Chunk(batch))
            {
                await line.WaitAsync(cancellation);
                try
                {
                    await Client.LookUpAsync(entries, cancellation);
                }
                finally
                {
                    line.Release();
                }
            }
        }
    }
}
