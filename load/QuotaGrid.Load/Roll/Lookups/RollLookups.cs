using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using QuotaGrid.Load.Service;

namespace QuotaGrid.Load.Roll.Lookups;

/// <summary>People who sync small address books, evenly over time, whether or not what was asked before is answered. Every request has to be answered with a decision that lets it pass.</summary>
public sealed class RollLookups : IAsyncDisposable
{
    /// <summary>The targets of one request, the same each time an identity asks.</summary>
    public const int Targets = 5;

    private const string Capability = "contacts.lookup";
    private const int Clients = 8;
    private const long FirstNumber = 14_152_000_000;

    // A decision takes two seconds at most, by the policy's fail mode if need be.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly HttpClient[] _clients;
    private readonly int _identities;
    private readonly double _perSecond;
    private readonly Action<string> _say;
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<Asked> _asked = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task _loop;
    private int _inFlight;

    /// <summary>Begins to ask.</summary>
    /// <param name="service">Who is asked.</param>
    /// <param name="identities">How many identities take turns.</param>
    /// <param name="perSecond">How many requests there are in a second.</param>
    /// <param name="say">Takes what goes wrong.</param>
    /// <param name="key">The API key that is sent with each request.</param>
    public RollLookups(EdgeService service, int identities, double perSecond, Action<string> say, string key)
    {
        ArgumentNullException.ThrowIfNull(service);
        (_identities, _perSecond, _say) = (identities, perSecond, say);
        _clients = [.. Enumerable.Range(0, Clients).Select(_ => service.CreateClient(Patience))];
        Array.ForEach(_clients, client => client.DefaultRequestHeaders.Add("X-API-Key", key));
        _loop = AskAsync();
    }

    /// <summary>For how long it has been asking.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Stops asking, waits for what is on its way, and tells all of it.</summary>
    public async Task<IReadOnlyList<Asked>> EndAsync()
    {
        await _over.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (Volatile.Read(ref _inFlight) > 0)
        {
            await Task.Delay(Step, TimeProvider.System);
        }

        return [.. _asked];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(_clients, client => client.Dispose());
        _over.Dispose();
    }

    private async Task AskAsync()
    {
        using var timer = new PeriodicTimer(Step);
        for (var sent = 0; await timer.WaitForNextTickAsync(_over.Token);)
        {
            for (; sent < _clock.Elapsed.TotalSeconds * _perSecond; sent++)
            {
                Interlocked.Increment(ref _inFlight);
                _ = AskAsync(sent);
            }
        }
    }

    private async Task AskAsync(int number)
    {
        var identity = number % _identities;
        var start = _clock.Elapsed;
        var problem = await ProblemAsync(_clients[number % Clients], identity);
        _asked.Enqueue(new Asked(identity, start.TotalSeconds, (_clock.Elapsed - start).TotalSeconds, problem));
        if (problem is not null)
        {
            _say($"roll-{identity}: {problem}");
        }

        Interlocked.Decrement(ref _inFlight);
    }

    private static async Task<string?> ProblemAsync(HttpClient client, int identity)
    {
        string[] targets = [.. Enumerable.Range(0, Targets).Select(target => $"+{FirstNumber + (identity * Targets) + target}")];
        try
        {
            using var content = JsonContent.Create(new DecisionRequest($"roll-{identity}", Capability, targets), ServiceJson.Default.DecisionRequest);
            await content.LoadIntoBufferAsync();
            using var answer = await client.PostAsync(new Uri("/v1/decisions", UriKind.Relative), content);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return $"HTTP {(int)answer.StatusCode} {(await answer.Content.ReadFromJsonAsync(ServiceJson.Default.Problem))?.Detail}";
            }

            var decision = await answer.Content.ReadFromJsonAsync(ServiceJson.Default.DecisionReply);
            return decision?.FindProblem(Targets) ?? (decision?.Allowed?.Count == Targets ? null : $"denied by {decision?.Limit}");
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException or JsonException)
        {
            return $"{failed.GetType().Name}: {failed.Message}{(failed.InnerException is { } inner ? $" ({inner.Message})" : "")}";
        }
    }
}
