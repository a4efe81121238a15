using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Alerts;

/// <summary>
/// Delivers events to the webhook that the options name, one after the other, each until it is taken or given up. Nobody waits for it: what comes while too many wait is dropped, and counted. What was not
/// delivered when the silo ends is lost.
/// </summary>
internal sealed partial class Webhooks : BackgroundService
{
    private readonly Channel<WebhookEvent> _waiting = Channel.CreateBounded<WebhookEvent>(new BoundedChannelOptions(WebhookRules.MaxWaiting) { SingleReader = true });
    private readonly HttpClient _client;
    private readonly Uri? _url;
    private readonly ReadOnlyMemory<byte> _secret;
    private readonly WebhookRules _rules;
    private readonly TimeProvider _time;
    private readonly GrainInstruments _instruments;
    private readonly ILogger<Webhooks> _logger;
    private bool _isFailing;

    public Webhooks(IOptions<QuotaGridSiloOptions> options, TimeProvider time, GrainInstruments instruments, ILogger<Webhooks> logger)
        : this(options.Value.WebhookUrl, options.Value.WebhookSecret, WebhookRules.Default, time, instruments, logger)
    {
    }

    internal Webhooks(Uri? url, ReadOnlyMemory<byte> secret, WebhookRules rules, TimeProvider time, GrainInstruments instruments, ILogger<Webhooks> logger)
    {
        (_url, _secret, _rules, _time, _instruments, _logger) = (url, secret, rules, time, instruments, logger);

        // A redirection may lead anywhere, and addresses change.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Whether there is a webhook, so that it is of use to write events.</summary>
    public bool IsOn => _url is not null;

    /// <summary>Has an event delivered.</summary>
    public void Send(WebhookEvent one)
    {
        if (IsOn && !_waiting.Writer.TryWrite(one))
        {
            _instruments.OnWebhook(GrainInstruments.Dropped);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn)
        {
            return;
        }

        try
        {
            await foreach (var one in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await DeliverAsync(one, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo ends.
        }
    }

    private async Task DeliverAsync(WebhookEvent one, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (isTaken, isWorthAnother, reason) = await AttemptAsync(one, stopping);
            Note(isTaken, reason);
            if (isTaken || !isWorthAnother || attempt == _rules.Attempts)
            {
                _instruments.OnWebhook(isTaken ? GrainInstruments.Delivered : GrainInstruments.Failed);
                return;
            }

            _instruments.OnWebhook(GrainInstruments.Retried);
            await Task.Delay(_rules.DelayAfter(attempt, RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20)), _time, stopping);
        }
    }

    private async Task<(bool IsTaken, bool IsWorthAnother, string Reason)> AttemptAsync(WebhookEvent one, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(_rules.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            using var response = await _client.SendAsync(Request(one), HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (response.IsSuccessStatusCode, IsWorthAnother(response.StatusCode), $"it answered {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return (false, true, $"it did not answer within {_rules.Timeout}");
        }
        catch (HttpRequestException failure)
        {
            // Not the message, which may name the address, and with it what only the receiver may know.
            return (false, true, $"it cannot be reached ({failure.HttpRequestError})");
        }
    }

    private HttpRequestMessage Request(WebhookEvent one)
    {
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(one.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.IdHeader, one.Id);
        request.Headers.Add(WebhookSignature.TimestampHeader, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(_secret.Span, one.Id, seconds, one.Body));
        return request;
    }

    // A receiver that understands an event and does not want it will not want it later either.
    private static bool IsWorthAnother(HttpStatusCode status) =>
        status is < HttpStatusCode.BadRequest or >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private void Note(bool isTaken, string reason)
    {
        if (isTaken && _isFailing)
        {
            LogOver(_logger);
        }
        else if (!isTaken && !_isFailing)
        {
            LogFailing(_logger, reason);
        }

        _isFailing = !isTaken;
    }

    [LoggerMessage(1, LogLevel.Warning, "The webhook does not take events: {Reason}. Said once until it takes one.")]
    private static partial void LogFailing(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "The webhook takes events again.")]
    private static partial void LogOver(ILogger logger);
}
