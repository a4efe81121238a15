using Microsoft.Extensions.Hosting;
using QuotaGrid.Contracts.Policies;

namespace QuotaGrid.Grains.Policies;

/// <summary>Publishes the silo's policy document when the silo has joined; a silo that cannot does not start.</summary>
internal sealed class PolicyPublisher(IGrainFactory grains, PolicyCache cache, PolicyDocumentSource source) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken) =>
        cache.Take(await grains.GetGrain<IPolicyGrain>(IPolicyGrain.Key).PublishAsync(source.Document.ToArray(), onlyFirst: source.IsBuiltIn));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
