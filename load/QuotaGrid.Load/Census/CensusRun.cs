using QuotaGrid.Core.Identities;
using QuotaGrid.Load.Service;
using QuotaGrid.Load.Universe;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Census;

/// <summary>
/// The enumeration of 2025 beside honest people, against a running server. The run plays the backend too: its universe decides what is
/// registered.
/// </summary>
public sealed class CensusRun
{
    /// <summary>How long a request may take.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long the last answers are waited for after the attack is over.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    private const int MaxPeopleAtOnce = 64;

    private readonly CensusSettings _settings;
    private readonly TimeProvider _time;
    private readonly ICensusProgress _progress;

    /// <summary>Makes a run.</summary>
    /// <param name="settings">What it is made of, without problems.</param>
    /// <param name="time">Paces the attack and measures.</param>
    /// <param name="progress">Sees the counts while it runs.</param>
    public CensusRun(CensusSettings settings, TimeProvider time, ICensusProgress progress)
    {
        _settings = settings;
        _time = time;
        _progress = progress;
    }

    /// <summary>Runs the census.</summary>
    /// <exception cref="RunRefusedException">The country has no numbers, the run is too large, or the server does not answer.</exception>
    public async Task<CensusResult> RunAsync(CancellationToken cancellation)
    {
        var server = await ServerAddress.ResolveAsync(_settings.Server, cancellation);
        var country = LayOut();
        using var api = new QuotaGridApi(server, RequestTimeout);
        await GreetAsync(api, country, cancellation);

        var duration = TimeSpan.FromSeconds(_settings.Seconds);
        var books = AddressBooks.Create(country, _settings.People, _settings.Seed);
        var schedules = books
            .Select((book, person) => SyncSchedule.Draw(book, duration, new(_settings.Seed, "syncs", (ulong)person)))
            .ToArray();
        RefuseTooManyRequests(schedules);

        var clock = new RunClock(_time);
        var attack = new GroupTally();
        var honest = new GroupTally();
        var attackers = Enumerable.Range(0, _settings.Attackers)
            .Select(index => new Attacker(
                Client("attacker", index, attack), new(country, index, _settings.Attackers), _settings.Rate, _settings.Batch))
            .ToArray();
        var people = books.Select((book, index) => new Person(Client("person", index, honest), book, schedules[index])).ToArray();

        var unfinished = await RunAsync(clock, duration, attackers, people, new(clock, duration, attack, honest), cancellation);
        return new(_settings, country.Figures, clock.Elapsed, attack, honest,
            [.. attackers.Select(attacker => attacker.Client)], [.. people.Select(person => person.Client)], unfinished);

        LookupClient Client(string role, int index, GroupTally tally) =>
            new(IdentityOf(role, index), api, country.Registered, tally, clock);
    }

    private async Task<int> RunAsync(
        RunClock clock, TimeSpan duration, Attacker[] attackers, Person[] people, CensusView view, CancellationToken cancellation)
    {
        // Everything ends by itself; the deadline is for a server that no longer answers.
        using var deadline = new CancellationTokenSource(duration + Grace, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var shown = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var line = new SemaphoreSlim(MaxPeopleAtOnce);
        var showing = _progress.ShowAsync(view, shown.Token);
        var attacks = attackers.Select(attacker => attacker.RunAsync(clock, duration, ending.Token)).ToArray();
        var lives = people.Select(person => person.RunAsync(clock, _settings.Batch, line, ending.Token)).ToArray();
        try
        {
            await Task.WhenAll([.. attacks, .. lives]);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Past the deadline; what was under way is counted as failed, and whoever did not get to their last sync as unfinished.
        }

        await shown.CancelAsync();
        await showing;
        cancellation.ThrowIfCancellationRequested();
        return lives.Count(life => life.IsCanceled);
    }

    // One honest lookup by an identity of its own: a server that does not speak the protocol must not pass for one that denies everything.
    private async Task GreetAsync(QuotaGridApi api, Country country, CancellationToken cancellation)
    {
        try
        {
            var number = country.Block(0).Number(0).ToString();
            await api.DecideAsync(new(IdentityOf("greeting", 0).Value, "contacts.lookup", [number]), cancellation);
        }
        catch (RequestFailedException failed)
        {
            throw new RunRefusedException(
                $"{_settings.Server} does not answer as QuotaGrid: {failed.Message}. "
                + "Start the server first, or name another with --server.",
                failed);
        }
    }

    private Country LayOut()
    {
        try
        {
            return new(NumberingPlan.ForCountry(_settings.Country), _settings.Seed);
        }
        catch (ArgumentException unknown)
        {
            throw new RunRefusedException($"--country: {unknown.Message}", unknown);
        }
    }

    private void RefuseTooManyRequests(IEnumerable<SyncSchedule> schedules)
    {
        var requests = _settings.AttackRequests + schedules.Sum(schedule => schedule.Requests(_settings.Batch));
        if (requests > CensusSettings.MaxRequests)
        {
            throw new RunRefusedException(
                $"The run would need {requests:N0} requests, more than {CensusSettings.MaxRequests:N0}. "
                + "Take fewer --people, or a larger --batch.");
        }
    }

    private Identity IdentityOf(string role, int index) => Identity.Parse($"census-{_settings.RunId}-{role}-{index}");
}
