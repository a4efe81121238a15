using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QuotaGrid.Contracts.Health;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.FailModes;
using QuotaGrid.Gateway.Leases;
using QuotaGrid.Gateway.Middleware;
using QuotaGrid.Gateway.Outcomes;

namespace QuotaGrid.Gateway.Hosting;

/// <summary>Adds QuotaGrid to a gateway process.</summary>
public static class QuotaGridGatewayExtensions
{
    /// <summary>
    /// Adds <see cref="QuotaGridClient"/> and what it needs. The process is an Orleans client of the silos (<c>UseOrleansClient</c>) or a silo itself.
    /// </summary>
    /// <param name="services">The process's services.</param>
    /// <param name="configure">Sets at least <see cref="QuotaGridGatewayOptions.Secret"/>.</param>
    public static IServiceCollection AddQuotaGridGateway(this IServiceCollection services, Action<QuotaGridGatewayOptions> configure)
    {
        services.AddOptions<QuotaGridGatewayOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<QuotaGridGatewayOptions>, QuotaGridGatewayOptionsValidator>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PolicyCache>();
        services.TryAddSingleton<Heartbeats>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PolicyRefresher>());
        services.AddSingleton<GatewayInstruments>();
        services.AddSingleton<OutcomeReporter>();
        services.AddSingleton<GatewayClock>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<QuotaGridGatewayOptions>>().Value;
            return new LeaseTable(options.LeaseCapacity, asksAboutNew: !options.OtherSecret.IsEmpty);
        });
        services.AddHostedService<GatewaySyncService>();
        services.AddSingleton<LiveGateways>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveGateways>());
        services.AddSingleton(provider => new LocalShares(
            provider.GetRequiredService<LiveGateways>(), provider.GetRequiredService<IOptions<QuotaGridGatewayOptions>>().Value.LeaseCapacity));
        services.AddSingleton(provider => new QuotaGridClient(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<PolicyCache>(),
            provider.GetRequiredService<OutcomeReporter>(),
            provider.GetRequiredService<LeaseTable>(),
            provider.GetRequiredService<LocalShares>(),
            provider.GetRequiredService<GatewayClock>(),
            provider.GetRequiredService<IOptions<QuotaGridGatewayOptions>>(),
            provider.GetRequiredService<GatewayInstruments>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<QuotaGridClient>>()));
        return services;
    }

    /// <summary>Enforces <c>RequireQuota</c>. Put it behind routing, authentication and authorization.</summary>
    public static IApplicationBuilder UseQuotaGrid(this IApplicationBuilder app) => app.UseMiddleware<QuotaGridMiddleware>();
}
