using Microsoft.Extensions.DependencyInjection;
using QuotaGrid.Contracts.Policies;

namespace QuotaGrid.Gateway.Tests.Fixtures;

internal static class ServiceProviderExtensions
{
    /// <summary>The policies of a gateway, fetched when it has none yet.</summary>
    public static async Task<PoliciesInForce> GetPoliciesAsync(this IServiceProvider services) =>
        await services.GetRequiredService<PolicyCache>().GetAsync();
}
