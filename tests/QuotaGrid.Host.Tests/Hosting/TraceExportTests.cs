using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

public sealed class TraceExportTests : IDisposable
{
    private const string Target = "+12125559143";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ADecisionArrivesAtTheCollectorAsOneTraceFromTheRequestToTheGrain()
    {
        await using var receiver = await TraceReceiver.StartAsync(Cancel);
        await using var host = await RunningHost.StartEmbeddedAsync(Path.Combine(_directory.Path, "data"), LoopbackPorts.Find(3), Cancel, environment: new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        });

        await host.Http.DecideAsync("traced", [Target]);

        var (trace, _) = await Eventually.SeeAsync(
            "a whole trace with a decision",
            Deadline,
            () => Task.FromResult(TraceWith(receiver.Spans, "quotagrid.decide") is { Length: >= 4 } whole ? whole : null),
            Cancel);
        var request = Assert.Single(trace, span => span.Parent.Length == 0);
        Assert.Equal(("Microsoft.AspNetCore", "POST /v1/decisions", SpanRole.Server), (request.Source, request.Name, request.Role));
        var decide = Assert.Single(trace, span => span.Name == "quotagrid.decide");
        Assert.Equal(("QuotaGrid.Gateway", SpanRole.Client, request.Id), (decide.Source, decide.Role, decide.Parent));
        var call = Assert.Single(trace, span => span.Parent == decide.Id);
        Assert.Equal(("Microsoft.Orleans.Application", "IIdentityGrain/DecideAsync", SpanRole.Client), (call.Source, call.Name, call.Role));
        var grain = Assert.Single(trace, span => span.Parent == call.Id);
        Assert.Equal(("Microsoft.Orleans.Application", "IIdentityGrain/DecideAsync", SpanRole.Server), (grain.Source, grain.Name, grain.Role));
        Assert.Equal(4, trace.Length);
        Assert.True(receiver.HasText("quotagrid.items"));
        Assert.False(receiver.HasText(Target[1..]), "A target was exported.");
    }

    private static ExportedSpan[] TraceWith(IReadOnlyList<ExportedSpan> spans, string name) =>
        spans.FirstOrDefault(span => span.Name == name) is { } one ? [.. spans.Where(span => span.Trace == one.Trace)] : [];
}
