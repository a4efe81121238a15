using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>Metrics for Prometheus at <c>/metrics</c>; metrics, traces and the log by OTLP when OpenTelemetry's own variables name an endpoint.</summary>
internal static class TelemetryComposition
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string RoleAttribute = "quotagrid.role";
    private const string OrleansMeter = "Microsoft.Orleans";
    private const string OrleansCalls = "Microsoft.Orleans.Application";

    public static void AddTelemetry(this WebApplicationBuilder builder, HostSettings settings)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                // With an instance id of its own for every process: two silos must not write the same time series.
                .AddService("quotagrid", settings.Cluster, Product.Version)
                .AddAttributes([new(RoleAttribute, settings.Role.ToString().ToLowerInvariant())]))
            .WithMetrics(metrics => metrics
                .AddMeter(GatewayInstruments.Name, GrainInstruments.MeterName, TransportInstruments.MeterName, OrleansMeter)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter());

        // Traces that nobody takes cost a tenth of the processor.
        if (Environment.GetEnvironmentVariable(OtlpEndpoint) is { Length: > 0 })
        {
            telemetry
                .WithTracing(tracing => tracing.AddSource(GatewayInstruments.Name, OrleansCalls).AddAspNetCoreInstrumentation())
                .WithLogging(configureBuilder: null, options => options.IncludeFormattedMessage = true)
                .UseOtlpExporter();
        }
    }
}
