using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QuotaGrid.Cluster.Tests.Fixtures;
using QuotaGrid.Cluster.Tests.Hosting;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Grains.Alerts;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Cluster.Tests.Alerts;

/// <summary>Deliveries of events, to a real HTTP server.</summary>
public sealed class WebhooksTests
{
    private static readonly byte[] Secret = "a secret of 24 bytes ...."u8.ToArray();
    private static readonly WebhookRules Quick = new(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5), Attempts: 4);

    [Fact]
    public async Task AnEventArrivesSignedSoThatItsReceiverCanTellWhoseItIs()
    {
        await using var receiver = await WebhookReceiver.StartAsync(_ => 204);
        await using var sender = Sender.To(receiver.Url, Quick);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        sender.Webhooks.Send(new WebhookEvent("evt_1", "{\"type\":\"x\"}"u8.ToArray()));
        var delivery = await receiver.NextAsync();

        Assert.Equal(("evt_1", "application/json", "{\"type\":\"x\"}"), (delivery.Id, delivery.ContentType, Encoding.UTF8.GetString(delivery.Body)));
        Assert.InRange(long.Parse(delivery.Timestamp, CultureInfo.InvariantCulture), before, before + 60);

        // As a receiver does it, by the words of the specification.
        var signed = Encoding.UTF8.GetBytes($"{delivery.Id}.{delivery.Timestamp}.{Encoding.UTF8.GetString(delivery.Body)}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Secret, signed)), delivery.Signature);
        await sender.SeeAsync("quotagrid.result=delivered");
    }

    [Fact]
    public void TheSignatureIsThatOfTheSpecificationsExample() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"u8));

    [Fact]
    public async Task WhatIsNotTakenIsSentAgainWithTheSameIdUntilItIs()
    {
        await using var receiver = await WebhookReceiver.StartAsync(number => number switch { 1 => 500, 2 => 429, 3 => 302, _ => 200 });
        await using var sender = Sender.To(receiver.Url, Quick);

        sender.Webhooks.Send(new WebhookEvent("evt_1", "{}"u8.ToArray()));
        sender.Webhooks.Send(new WebhookEvent("evt_2", "{}"u8.ToArray()));

        List<string> ids = [];
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await receiver.NextAsync()).Id);
        }

        Assert.Equal(["evt_1", "evt_1", "evt_1", "evt_1", "evt_2"], ids);
        await sender.SeeAsync("quotagrid.result=retried", "quotagrid.result=retried", "quotagrid.result=retried", "quotagrid.result=delivered", "quotagrid.result=delivered");
        Assert.Equal(
            ["The webhook does not take events: it answered 500. Said once until it takes one.", "The webhook takes events again."],
            sender.Log.Lines.Select(line => line.Text));
    }

    [Fact]
    public async Task AnEventThatIsRefusedOrNeverTakenIsGivenUpAndTheNextOneComes()
    {
        await using var receiver = await WebhookReceiver.StartAsync(number => number switch { 1 => 400, <= 5 => 503, _ => 200 });
        await using var sender = Sender.To(receiver.Url, Quick);

        sender.Webhooks.Send(new WebhookEvent("refused", "{}"u8.ToArray()));
        sender.Webhooks.Send(new WebhookEvent("in-vain", "{}"u8.ToArray()));
        sender.Webhooks.Send(new WebhookEvent("taken", "{}"u8.ToArray()));

        List<string> ids = [];
        for (var i = 0; i < 6; i++)
        {
            ids.Add((await receiver.NextAsync()).Id);
        }

        Assert.Equal(["refused", "in-vain", "in-vain", "in-vain", "in-vain", "taken"], ids);
        await sender.SeeAsync(
            "quotagrid.result=failed", "quotagrid.result=retried", "quotagrid.result=retried", "quotagrid.result=retried", "quotagrid.result=failed", "quotagrid.result=delivered");
    }

    [Fact]
    public async Task WhoIsNotThereYetIsToldAsSoonAsItIs()
    {
        var port = FreePort();
        await using var sender = Sender.To(new Uri($"http://127.0.0.1:{port}/hook?token=secret"), Quick with { Attempts = int.MaxValue });
        sender.Webhooks.Send(new WebhookEvent("evt_1", "{}"u8.ToArray()));
        await sender.SeeAsync("quotagrid.result=retried");

        await using var receiver = await WebhookReceiver.StartAsync(_ => 200, port);

        Assert.Equal("evt_1", (await receiver.NextAsync()).Id);
        Assert.Equal("The webhook does not take events: it cannot be reached (ConnectionError). Said once until it takes one.", sender.Log.Lines.First().Text);
        Assert.DoesNotContain(sender.Log.Lines, line => line.Text.Contains("token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoDoesNotAnswerIsNotWaitedForLong()
    {
        await using var receiver = await WebhookReceiver.StartAsync(async (number, context) =>
        {
            if (number == 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }
        });
        await using var sender = Sender.To(receiver.Url, Quick with { Timeout = TimeSpan.FromMilliseconds(200) });

        sender.Webhooks.Send(new WebhookEvent("evt_1", "{}"u8.ToArray()));
        await receiver.NextAsync();
        await receiver.NextAsync();

        await sender.SeeAsync("quotagrid.result=retried");
        Assert.Contains("it did not answer within 00:00:00.2000000", sender.Log.Lines.First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatComesWhileTooManyWaitIsDroppedAndCountedAndNobodyWaits()
    {
        var held = new TaskCompletionSource();
        await using var receiver = await WebhookReceiver.StartAsync((_, _) => held.Task);
        await using var sender = Sender.To(receiver.Url, Quick);
        sender.Webhooks.Send(new WebhookEvent("first", "{}"u8.ToArray()));
        await receiver.NextAsync();

        for (var i = 0; i < WebhookRules.MaxWaiting + 7; i++)
        {
            sender.Webhooks.Send(new WebhookEvent($"{i}", "{}"u8.ToArray()));
        }

        Assert.Equal(7, sender.Results.Count(result => result == "quotagrid.result=dropped"));
        Assert.Equal(1_000, WebhookRules.MaxWaiting);
        held.SetResult();
        Assert.Equal("0", (await receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task WithoutAWebhookNothingIsKept()
    {
        await using var sender = Sender.To(null, Quick);

        Assert.False(sender.Webhooks.IsOn);
        sender.Webhooks.Send(new WebhookEvent("evt_1", "{}"u8.ToArray()));
        Assert.Empty(sender.Results);
    }

    [Theory]
    [InlineData(1, 0, 500)]
    [InlineData(1, 1, 1_500)]
    [InlineData(3, 0.5, 4_000)]
    [InlineData(9, 0.5, 256_000)]
    [InlineData(10, 0.5, 300_000)]
    [InlineData(60, 1, 450_000)]
    public void TheDelayDoublesUntilFiveMinutesHalfOfItAtRandom(int attempts, double jitter, double milliseconds)
    {
        Assert.Equal(milliseconds, WebhookRules.Default.DelayAfter(attempts, jitter).TotalMilliseconds);
        Assert.Equal((10, TimeSpan.FromSeconds(10)), (WebhookRules.Default.Attempts, WebhookRules.Default.Timeout));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Sender : IAsyncDisposable
    {
        private readonly ServiceProvider _services;
        private readonly MeasurementCollector _measured;

        private Sender(Uri? url, WebhookRules rules)
        {
            _services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(Log)).BuildServiceProvider();
            var meters = _services.GetRequiredService<IMeterFactory>();
            _measured = new MeasurementCollector(meter => ReferenceEquals(meter.Scope, meters));
            var instruments = new GrainInstruments(meters, new PolicyCache(grains: null!));
            Webhooks = new Webhooks(url, Secret, rules, TimeProvider.System, instruments, _services.GetRequiredService<ILogger<Webhooks>>());
        }

        public Webhooks Webhooks { get; }

        public LogCollector Log { get; } = new();

        public IEnumerable<string> Results => _measured.Of("quotagrid.webhook.deliveries").Select(one => one.Tags);

        public static Sender To(Uri? url, WebhookRules rules)
        {
            var sender = new Sender(url, rules);
            _ = sender.Webhooks.StartAsync(TestContext.Current.CancellationToken);
            return sender;
        }

        /// <summary>Waits until so much was counted; the first of it must be this.</summary>
        public async Task SeeAsync(params string[] results)
        {
            while (Results.Count() < results.Length)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
            }

            Assert.Equal(results, Results.Take(results.Length));
        }

        public async ValueTask DisposeAsync()
        {
            await Webhooks.StopAsync(TestContext.Current.CancellationToken);
            Webhooks.Dispose();
            _measured.Dispose();
            await _services.DisposeAsync();
        }
    }
}
