using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>What somebody runs who wants to be told: takes events whose signature is right, and no others.</summary>
public sealed class WebhookInbox : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonElement> _events = [];
    private readonly byte[] _secret;
    private readonly WebApplication _app;

    private WebhookInbox(byte[] secret)
    {
        _secret = secret;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Url => $"{_app.Urls.Single()}/events";

    /// <summary>The types of the events that came so far, in order.</summary>
    public string[] Types => [.. _events.Select(one => one.GetProperty("type").GetString()!)];

    /// <summary>Starts one.</summary>
    public static async Task<WebhookInbox> StartAsync(byte[] secret)
    {
        var inbox = new WebhookInbox(secret);
        await inbox._app.StartAsync(TestContext.Current.CancellationToken);
        return inbox;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers;
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(body.ToArray())}");
        if (headers["webhook-signature"] != "v1," + Convert.ToBase64String(HMACSHA256.HashData(_secret, signed)))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        _events.Enqueue(JsonDocument.Parse(body.ToArray()).RootElement);
    }
}
