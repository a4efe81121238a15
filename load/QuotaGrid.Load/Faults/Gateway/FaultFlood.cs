using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Admission;

namespace QuotaGrid.Load.Faults.Gateway;

/// <summary>Asks for identity after identity that nobody has seen before, as fast as answers come.</summary>
/// <param name="client">What is asked.</param>
/// <param name="seed">Makes the names.</param>
internal sealed class FaultFlood(QuotaGridClient client, int seed)
{
    private const int AtOnce = 256;

    private long _names;
    private long _answered;
    private long _unanswered;

    /// <summary>Asks until it is told to stop.</summary>
    /// <returns>How many were decided, and of how many nobody would.</returns>
    public async Task<(long Answered, long Unanswered)> RunAsync(CancellationToken stop)
    {
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => AskAsync(stop)));
        return (_answered, _unanswered);
    }

    private async Task AskAsync(CancellationToken stop)
    {
        var capability = Capability.Parse(FaultPopulation.Groups[0].Capability);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await client.DecideAsync(new DecisionRequest(Identity.Parse($"flood-{seed}-{Interlocked.Increment(ref _names)}"), capability, ["t1"]), CancellationToken.None);
                Interlocked.Increment(ref _answered);
            }
            catch (Exception failure) when (failure is QuotaUnavailableException or InvalidValueException)
            {
                Interlocked.Increment(ref _unanswered);
            }
        }
    }
}
