using System.Diagnostics;
using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Service;

namespace QuotaGrid.Load.Live;

/// <summary>
/// The API in front of the gateways and the backend behind them: each request lands on any gateway, what that allows is answered by the plan, and the gateway is told what was found. Safe for concurrent use.
/// </summary>
/// <param name="universe">Knows what is registered.</param>
/// <param name="gateways">The gateways.</param>
public sealed class LiveClient(LiveUniverse universe, IReadOnlyList<QuotaGridApi> gateways)
{
    private const string NoAction = "none";
    private const int MostDescribedAtOnce = 16;

    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(500);

    private long _requests;
    private long _failed;

    /// <summary>Decisions that were asked for, each time that it was.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests of any kind that had no usable answer, and were sent again.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Asks until there is an answer, and tells what the backend found.</summary>
    /// <exception cref="RequestFailedException">The request was refused.</exception>
    /// <param name="who">Who asks.</param>
    /// <param name="targets">What for, at most <see cref="ContactRequest.MaxBatch"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<LiveAnswer> AskAsync(LiveIdentity who, ReadOnlyMemory<int> targets, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(who);
        var texts = new string[targets.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = universe.TextOf(targets.Span[i]);
        }

        var request = new DecisionRequest(who.Name, LivePolicies.Attacked.Value, texts, who.Attributes);
        return await UntilAnsweredAsync(async () =>
        {
            var (gateway, again) = who.NextGateway(gateways.Count);
            var answer = await AskAsync(gateways[gateway], request, targets, cancellation);
            if (again is { } other)
            {
                await AskAsync(gateways[other], request, targets, cancellation);
            }

            return answer;
        }, cancellation);
    }

    /// <summary>Looks up how many identities were ever convicted.</summary>
    public async Task<int> CountConvictedAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        var convicted = 0;
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = MostDescribedAtOnce, CancellationToken = cancellation }, async (name, stop) =>
        {
            if ((await UntilAnsweredAsync(() => gateways[0].DescribeAsync(name, stop), stop)).Convictions > 0)
            {
                Interlocked.Increment(ref convicted);
            }
        });
        return convicted;
    }

    // As clients do while a cluster is too busy; the run has an end.
    private async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (RequestFailedException failed) when (!failed.IsRefused)
            {
                Interlocked.Increment(ref _failed);
                await Task.Delay(TryAgain, TimeProvider.System, cancellation);
            }
        }
    }

    private async Task<LiveAnswer> AskAsync(QuotaGridApi gateway, DecisionRequest request, ReadOnlyMemory<int> targets, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _requests);
        var began = Stopwatch.GetTimestamp();
        var reply = await gateway.DecideAsync(request, cancellation);
        var answer = new LiveAnswer(new ulong[ContactRequest.MaxWords], reply.Allowed!.Count, (reply.Action ?? NoAction) != NoAction, Stopwatch.GetElapsedTime(began));
        var (found, missing) = (new List<string>(), new List<string>());
        foreach (var place in reply.Allowed)
        {
            ItemBits.Add(answer.Allowed, place);
            (universe.World.Numbers.IsRegistered(targets.Span[place]) ? found : missing).Add(request.Targets[place]);
        }

        if (answer.Admitted > 0)
        {
            await gateway.ReportAsync(new(request.Identity, request.Capability, found, missing), cancellation);
        }

        return answer;
    }
}
