using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QuotaGrid.Gateway.Admission;
using QuotaGrid.Gateway.Endpoints;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Gateway.Middleware;

namespace QuotaGrid.Gateway.Tests.Fixtures;

/// <summary>An ASP.NET Core application on a free port of loopback that embeds the gateway library, in front of silos or of what a test puts in their place.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayUnderTest(WebApplication app, LogCollector log)
    {
        _app = app;
        Log = log;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public LogCollector Log { get; }

    public IServiceProvider Services => _app.Services;

    public QuotaGridClient Client => Services.GetRequiredService<QuotaGridClient>();

    /// <summary>Starts the application.</summary>
    public static async Task<GatewayUnderTest> StartAsync(
        IGrainFactory grains,
        Action<QuotaGridGatewayOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        bool enforce = true)
    {
        var log = new LogCollector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddAuthentication(TestAuthentication.Scheme).AddScheme<AuthenticationSchemeOptions, TestAuthentication>(TestAuthentication.Scheme, null);
        builder.Services.AddAuthorization();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(grains);
        services?.Invoke(builder.Services);
        builder.Services.AddQuotaGridGateway(options =>
        {
            options.Secret = "0123456789abcdef"u8.ToArray();

            // The longest, so that an answer comes in time on however busy a machine; tests of the fail modes wait less.
            options.DecisionTimeout = TimeSpan.FromSeconds(30);
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        if (enforce)
        {
            app.UseQuotaGrid();
        }

        Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new GatewayUnderTest(app, log);
    }

    /// <summary>Sends a request as a caller; null for nobody.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, string? caller, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in caller is null ? headers : [.. headers, (TestAuthentication.Header, caller)])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Stops as a process does at its end.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.MapQuotaGrid().RequireAuthorization();
        app.MapGet("/free", () => "free");
        app.MapGet("/accounts/{account}", Answer).RequireQuota(TestPolicies.Closed, "account");
        app.MapGet("/accounts", Answer).RequireQuota(TestPolicies.Closed, "id");
        app.MapGet("/partial", Answer).RequireQuota(TestPolicies.Closed, "id", quota => quota.Admission = Core.Decisions.Admission.Partial);
        app.MapGet("/custom", Answer).RequireQuota(
            TestPolicies.Closed,
            context => ValueTask.FromResult<IReadOnlyList<string>>([context.Request.Query["a"].ToString(), context.Request.Query["b"].ToString()]),
            quota =>
            {
                quota.Identity = context => Core.Identities.Identity.Parse("tenant-" + context.User.FindFirst("tenant")?.Value);
                quota.Plan = context => Core.Policies.Plan.Parse(context.User.FindFirst("plan")?.Value);
                quota.Tenant = context => context.User.FindFirst("customer") is { } customer ? Core.Identities.Tenant.Parse(customer.Value) : null;
            });
        app.MapGet("/prices/{item}", Answer).RequireQuota(TestPolicies.Open, "item");
        app.MapGet("/reports/{item}", Answer).RequireQuota(TestPolicies.Parallel, "item");
        app.MapGet("/reports/{item}/broken", string () => throw new InvalidOperationException("The endpoint is broken (for this test).")).RequireQuota(TestPolicies.Parallel, "item");
        app.MapGet("/reports/{item}/endless", WaitForEverAsync).RequireQuota(TestPolicies.Parallel, "item");
        app.MapGet("/unknown/{item}", Answer).RequireQuota("never.defined", "item");
    }

    // Until the client goes away.
    private static async Task WaitForEverAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static string Answer(HttpContext context)
    {
        var quota = context.Features.Get<QuotaFeature>()!;
        var allowed = Enumerable.Range(0, quota.Targets.Count).Where(place => quota.Decision.Allowed[place]).Select(place => quota.Targets[place]);
        return $"{quota.Identity}: {string.Join(',', allowed)}{(quota.Decision.FailedOpen ? " (failed open)" : "")}";
    }
}
