using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>A collector: takes OTLP exports over HTTP and keeps those of traces.</summary>
public sealed class TraceReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<byte[]> _exports = new();
    private readonly WebApplication _app;

    private TraceReceiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>All spans received so far.</summary>
    public IReadOnlyList<ExportedSpan> Spans => [.. _exports.SelectMany(TracePayload.Read)];

    /// <summary>Starts one.</summary>
    public static async Task<TraceReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new TraceReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>Whether a text stands anywhere in what was received: names, attributes, events, resources.</summary>
    public bool HasText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return _exports.Any(export => export.AsSpan().IndexOf(bytes) >= 0);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (context.Request.Path == "/v1/traces")
        {
            _exports.Enqueue(body.ToArray());
        }

        // An empty message is the answer that all was taken.
        context.Response.ContentType = "application/x-protobuf";
    }
}
