using System.Net;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Orleans.Dashboard;
using QuotaGrid.Gateway.Endpoints;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Hosting;

/// <summary>What a process serves over HTTP.</summary>
internal static class HttpComposition
{
    private const string Ready = "ready";
    private const string Live = "live";

    public static void AddHttp(this WebApplicationBuilder builder, HostSettings settings)
    {
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyReader.MaxBytes;
        });
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = NameContentType);
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks().AddCheck<ReadinessCheck>(Ready, tags: [Ready]).AddCheck<LivenessCheck>(Live, tags: [Live]);
    }

    public static void MapHttp(this WebApplication app, HostSettings settings)
    {
        app.Use(LetLeaveAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
        app.MapPrometheusScrapingEndpoint("/metrics");
        if (settings.Role != Role.Silo)
        {
            app.MapQuotaGrid();
            app.MapOpenApi("/openapi/v1.json");
        }

        if (settings.Role != Role.Edge)
        {
            app.MapOrleansDashboard("/dashboard").AddEndpointFilter(OnlyFromThisMachine).ExcludeFromDescription();
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

    // The dashboard activates grains and shows their state, and has no authentication of its own.
    private static ValueTask<object?> OnlyFromThisMachine(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem(
                title: "The dashboard is served to this machine only.",
                detail: "Reach it through a tunnel, such as kubectl port-forward or ssh -L.",
                statusCode: StatusCodes.Status403Forbidden));
}
