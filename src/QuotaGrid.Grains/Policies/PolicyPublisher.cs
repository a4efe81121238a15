using Microsoft.Extensions.Hosting;
using Orleans.Runtime.Messaging;
using QuotaGrid.Contracts.Policies;

namespace QuotaGrid.Grains.Policies;

/// <summary>Publishes the silo's policy document when the silo has joined; a silo that cannot does not start.</summary>
internal sealed class PolicyPublisher(IGrainFactory grains, PolicyCache cache, PolicyDocumentSource source, TimeProvider time) : IHostedService
{
    private const int MostAttempts = 6;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cache.Take(await grains.GetGrain<IPolicyGrain>(IPolicyGrain.Key).PublishAsync(source.Document.ToArray(), onlyFirst: source.IsBuiltIn));
                return;
            }
            catch (Exception e) when (e is TimeoutException or OrleansMessageRejectionException or ConnectionFailedException && attempt < MostAttempts)
            {
                // A machine that starts many processes at once is slow, the silo with the policies may just have gone, and publishing the same again changes nothing.
                await Task.Delay(AskAgainAfter, time, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
