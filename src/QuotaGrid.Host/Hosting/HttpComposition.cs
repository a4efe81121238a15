using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orleans.Dashboard;
using QuotaGrid.Contracts.Files;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Gateway.Endpoints;
using QuotaGrid.Host.Access;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>What a process serves over HTTP.</summary>
internal static class HttpComposition
{
    private const string Ready = "ready";
    private const string Live = "live";

    // Those that ask are gateways and balancers, which are fast; whoever is slow is to take neither memory nor the others' places for long.
    private const double LeastBytesPerSecond = 10_000;
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    public static void AddHttp(this WebApplicationBuilder builder, HostSettings settings)
    {
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyReader.MaxBytes;
            // Kestrel counts for each URL by itself, so that a probe has a place at its own while another's are taken.
            kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.Read();
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(LeastBytesPerSecond, BodyGrace);
        });
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = NameContentType);
        builder.Services.AddOpenApi(document =>
        {
            if (!settings.Access.IsOpen)
            {
                AccessDocument.Describe(document);
            }
        });
        builder.Services.AddHealthChecks().AddCheck<ReadinessCheck>(Ready, tags: [Ready]).AddCheck<LivenessCheck>(Live, tags: [Live]);
    }

    /// <summary>Serves https with a certificate that may change meanwhile.</summary>
    public static void AddHttps(this WebApplicationBuilder builder, WatchedFiles<PemCertificate> certificate)
    {
        builder.Services.AddWatchedFiles(certificate);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            // Kestrel asks for one or the other; the second brings the intermediate certificates too.
            https.ServerCertificateSelector = (_, _) => certificate.Current.Leaf;
            https.OnAuthenticate = (_, options) =>
            {
                options.ServerCertificateSelectionCallback = null;
                options.ServerCertificateContext = certificate.Current.Context;
            };
        }));
    }

    public static void MapHttp(this WebApplication app, HostSettings settings)
    {
        var access = settings.Access;
        app.Use(LetLeaveAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        if (!access.IsOpen)
        {
            app.UseAuthentication();
            app.UseAuthorization();
        }

        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
        app.MapPrometheusScrapingEndpoint("/metrics");
        if (settings.Role != Role.Silo)
        {
            Protect(app.MapQuotaGrid(), access);
            app.MapOpenApi("/openapi/v1.json");
        }

        if (settings.Role != Role.Edge && (access.IsOpen || access.HasCredentials))
        {
            var dashboard = app.MapOrleansDashboard("/dashboard").ExcludeFromDescription();
            if (access.IsOpen)
            {
                dashboard.AddEndpointFilter(OnlyFromThisMachine);
            }
            else
            {
                dashboard.RequireAuthorization(Scopes.Admin).WithMetadata(new BrowserPage());
            }
        }
    }

    private static void Protect(QuotaGridEndpoints endpoints, AccessSettings access)
    {
        if (access.IsOpen)
        {
            return;
        }

        endpoints.Read.RequireAuthorization(Scopes.Read);
        endpoints.Admin.RequireAuthorization(Scopes.Admin);
        if (!access.IsDecidingOpen)
        {
            endpoints.Decide.RequireAuthorization(Scopes.Decide);
        }
    }

    // Who balances load learns that the process goes, but a connection that is open stays: its client has to be told to ask the next question on another one.
    private static Task LetLeaveAsync(HttpContext context, RequestDelegate next)
    {
        if (context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    }

    // Routing refuses another content type before the endpoint could say what to send.
    private static void NameContentType(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Status == StatusCodes.Status415UnsupportedMediaType && !problem.Extensions.ContainsKey("errors"))
        {
            var error = new ProblemError("Content-Type", $"The content type is '{context.HttpContext.Request.ContentType}'.", "Send application/json.");
            (problem.Type, problem.Title, problem.Detail) =
                (ProblemTypes.InvalidRequest, "The request cannot be used.", $"{error.Field}: {error.Detail} {error.Remedy}");
            problem.Extensions["errors"] = new[] { error };
        }
    }

    // The dashboard activates grains and shows their state.
    private static ValueTask<object?> OnlyFromThisMachine(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem(
                title: "The dashboard is served to this machine only.",
                detail: "Reach it through a tunnel, such as kubectl port-forward or ssh -L.",
                statusCode: StatusCodes.Status403Forbidden));
}
