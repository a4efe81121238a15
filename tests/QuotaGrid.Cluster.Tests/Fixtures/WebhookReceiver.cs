using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace QuotaGrid.Cluster.Tests.Fixtures;

/// <summary>What somebody runs who wants to be told: an HTTP server that answers as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly Func<int, HttpContext, Task> _answer;
    private readonly WebApplication _app;
    private int _count;

    private WebhookReceiver(Func<int, HttpContext, Task> answer, int port)
    {
        _answer = answer;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new($"{_app.Urls.Single()}/hook?token=of-the-receiver");

    /// <summary>How many deliveries came.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Starts one that answers each delivery, by its number from 1, with a status.</summary>
    public static Task<WebhookReceiver> StartAsync(Func<int, int> status, int port = 0) => StartAsync(
        (number, context) =>
        {
            context.Response.StatusCode = status(number);
            return Task.CompletedTask;
        },
        port);

    /// <summary>Starts one that answers as the test says.</summary>
    public static async Task<WebhookReceiver> StartAsync(Func<int, HttpContext, Task> answer, int port = 0)
    {
        var receiver = new WebhookReceiver(answer, port);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Waits for the next delivery.</summary>
    public async Task<Delivery> NextAsync() =>
        await _deliveries.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var number = Interlocked.Increment(ref _count);
        _deliveries.Writer.TryWrite(new Delivery(
            context.Request.Headers["webhook-id"].ToString(),
            context.Request.Headers["webhook-timestamp"].ToString(),
            context.Request.Headers["webhook-signature"].ToString(),
            context.Request.ContentType,
            body.ToArray()));
        await _answer(number, context);
    }

    /// <summary>One attempt to deliver an event.</summary>
    internal sealed record Delivery(string Id, string Timestamp, string Signature, string? ContentType, byte[] Body);
}
