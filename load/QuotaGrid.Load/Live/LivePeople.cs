using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Universe;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Live;

/// <summary>
/// The honest people. Before the attacks each sends its book, and after a pause asks again, upon which its vote on what is usual is cast; then all go on with the lives that the exam gives them, so many times faster.
/// </summary>
public sealed class LivePeople
{
    /// <summary>How many people ask at a time.</summary>
    public const int MostAtOnce = 32;

    // As a timer of the silos' and a clock of the runner's may differ.
    private static readonly TimeSpan PauseMargin = TimeSpan.FromSeconds(1);

    private readonly LiveUniverse _universe;
    private readonly LiveClient _client;
    private readonly RunClock _clock;
    private readonly LiveIdentity[] _identities;
    private readonly PeopleTally _tally;

    /// <summary>Makes them.</summary>
    public LivePeople(LiveUniverse universe, LiveClient client, RunClock clock)
    {
        ArgumentNullException.ThrowIfNull(universe);
        (_universe, _client, _clock, _tally) = (universe, client, clock, new PeopleTally(universe.World.People.Length));
        _identities =
        [
            .. HonestClients.All(universe.World).Select((client, i) => new LiveIdentity(universe.World.Seed, $"person-{i}", client)),
        ];
    }

    /// <summary>What was counted.</summary>
    public PeopleTally Tally => _tally;

    /// <summary>What those who asked for anything are called.</summary>
    public IEnumerable<string> Asked => _identities.Where((_, i) => _tally.HasAsked(i)).Select(identity => identity.Name);

    /// <summary>Lets everybody who is there from the beginning send a book, and ask for a contact after the pause.</summary>
    /// <param name="pause">After how long a pause another sync begins.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task WarmUpAsync(TimeSpan pause, CancellationToken cancellation)
    {
        var there = Enumerable.Range(0, _identities.Length).Where(i => _universe.World.People[i].SignUpSecond < HonestSchedule.SyncSeconds).ToArray();
        new SeededRandom(_universe.World.Seed, "live warm up").Shuffle(there.AsSpan());
        var asked = new TimeSpan[_identities.Length];
        await Parallel.ForEachAsync(there, On(cancellation), async (person, stop) =>
        {
            await AskAsync(person, _universe.World.People[person].Book.AsMemory(0, _universe.World.People[person].InitialSize), stop);
            asked[person] = _clock.Elapsed;
        });
        foreach (var person in there.OrderBy(person => asked[person]).Chunk(MostAtOnce))
        {
            await _clock.UntilAsync(asked[person[^1]] + pause + PauseMargin, cancellation);
            await Parallel.ForEachAsync(person, On(cancellation), async (one, stop) => await AskAsync(one, _universe.World.People[one].Book.AsMemory(0, 1), stop));
        }
    }

    /// <summary>Lets everybody live until it is cancelled, which ends it without an exception.</summary>
    /// <param name="speed">How many seconds of their lives pass in a second.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task LiveAsync(double speed, CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(MostAtOnce);
        var (began, asking) = (_clock.Elapsed, new List<Task>());
        try
        {
            for (var i = 0; i < _universe.World.Schedule.Events.Length; i++)
            {
                var next = _universe.World.Schedule.Events[i];
                if (next.Second < HonestSchedule.SyncSeconds)
                {
                    continue;
                }

                await _clock.UntilAsync(began + TimeSpan.FromSeconds((next.Second - HonestSchedule.SyncSeconds) / speed), cancellation);
                await slots.WaitAsync(cancellation);
                asking.RemoveAll(task => task.IsCompletedSuccessfully);
                asking.Add(AskThenReleaseAsync(next.Person, _universe.World.Schedule.TargetsOf(next).ToArray(), slots, cancellation));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }

        await Task.WhenAll(asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var failed in asking.Where(task => task.IsFaulted))
        {
            await failed;
        }
    }

    private static ParallelOptions On(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation };

    private async Task AskThenReleaseAsync(int person, ReadOnlyMemory<int> targets, SemaphoreSlim slots, CancellationToken cancellation)
    {
        try
        {
            await AskAsync(person, targets, cancellation);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task AskAsync(int person, ReadOnlyMemory<int> targets, CancellationToken cancellation)
    {
        for (var first = 0; first < targets.Length; first += ContactRequest.MaxBatch)
        {
            var batch = targets.Slice(first, Math.Min(ContactRequest.MaxBatch, targets.Length - first));
            _tally.OnAnswer(person, batch.Length, await _client.AskAsync(_identities[person], batch, cancellation));
        }
    }
}
