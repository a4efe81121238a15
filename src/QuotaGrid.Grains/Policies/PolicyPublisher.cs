using Microsoft.Extensions.Hosting;
using QuotaGrid.Contracts.Policies;

namespace QuotaGrid.Grains.Policies;

/// <summary>Publishes the silo's policy document when the silo has joined; a silo that cannot does not start.</summary>
internal sealed class PolicyPublisher(IGrainFactory grains, PolicyCache cache, PolicyDocumentSource source) : IHostedService
{
    private const int MostAttempts = 6;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cache.Take(await grains.GetGrain<IPolicyGrain>(IPolicyGrain.Key).PublishAsync(source.Document.ToArray(), onlyFirst: source.IsBuiltIn));
                return;
            }
            catch (TimeoutException) when (attempt < MostAttempts && !cancellationToken.IsCancellationRequested)
            {
                // A machine that starts many processes at once is slow, and publishing the same again changes nothing.
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
