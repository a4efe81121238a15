using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;

namespace QuotaGrid.Grains.Hosting;

/// <summary>
/// Hands a silo's grains over to the others when it stops: each goes on there with exactly its state, and calls that come here meanwhile are forwarded. What cannot be handed over is stored and begins again
/// elsewhere from that; nothing relies on this for its correctness. Then, with or without others, the silo tells what it alone knows.
/// </summary>
internal sealed partial class SiloDrain(
    LocalGrains locals,
    IEnumerable<SiloLoop> loops,
    ILocalSiloDetails self,
    IClusterMembershipService membership,
    TimeProvider time,
    ILogger<SiloDrain> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    // Each may have to write its last state first, on a connection of the database's pool.
    private const int MaxInFlight = 100;

    // What was activated here while the first ones left.
    private const int Rounds = 3;

    // A database that is down does not take the news that the silo leaves.
    private static readonly TimeSpan NewsPatience = TimeSpan.FromSeconds(3);

    // Calls that were sent here before their senders knew better are forwarded, and their answers go back the same way.
    private static readonly TimeSpan LastCalls = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public void Participate(ISiloLifecycle observer) =>

        // In this stage the silo tells the cluster that it leaves, so that nothing new is placed on it; in the next one down whatever is still here is deactivated.
        observer.Subscribe(nameof(SiloDrain), ServiceLifecycleStage.BecomeActive, _ => Task.CompletedTask, DrainAsync);

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        await HandOverAsync(cancellationToken);
        await Task.WhenAll(loops.Select(loop => loop.TellRestAsync()));
    }

    private async Task HandOverAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await LeavingAsync(cancellationToken);
            SiloAddress[] others = [.. membership.CurrentSnapshot.Members.Values.Where(IsOther).Select(member => member.SiloAddress)];
            if (others.Length == 0)
            {
                return;
            }

            var moved = 0;
            for (var round = 0; round < Rounds && locals.All is { Count: > 0 } all; round++)
            {
                await Parallel.ForEachAsync(
                    all,
                    new ParallelOptions { MaxDegreeOfParallelism = MaxInFlight, CancellationToken = cancellationToken },
                    async (context, token) => await MoveAsync(context, others[Interlocked.Increment(ref moved) % others.Length], token));
            }

            LogDrained(logger, moved, others.Length, time.GetElapsedTime(started).TotalSeconds);
            await Task.Delay(LastCalls, time, cancellationToken);
        }
        catch (Exception failure)
        {
            LogNotDrained(logger, locals.All.Count, failure);
        }
    }

    private static async Task MoveAsync(IGrainContext context, SiloAddress target, CancellationToken cancellationToken)
    {
        context.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = target }, cancellationToken);
        await context.Deactivated.WaitAsync(cancellationToken);
    }

    private async Task LeavingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(NewsPatience);
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(patience.Token))
            {
                if (snapshot.GetSiloStatus(self.SiloAddress) != SiloStatus.Active)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The others place new grains here for a little longer, which are deactivated.
        }
    }

    private bool IsOther(ClusterMember member) => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(self.SiloAddress);

    [LoggerMessage(1, LogLevel.Information, "{Grains} grains were handed over to {Silos} silos in {Seconds:0.0} s.")]
    private static partial void LogDrained(ILogger logger, int grains, int silos, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "{Grains} grains could not be handed over; what they know is stored, and other silos begin from that.")]
    private static partial void LogNotDrained(ILogger logger, int grains, Exception exception);
}
