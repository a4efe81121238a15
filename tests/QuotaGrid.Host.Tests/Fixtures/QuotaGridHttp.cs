using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>Uses a process over HTTP as its users do.</summary>
/// <param name="url">Where it listens.</param>
/// <param name="key">An API key, or null.</param>
public sealed class QuotaGridHttp(Uri url, string? key = null) : IDisposable
{
    /// <summary>The built-in capability.</summary>
    public const string Contacts = "contacts.lookup";

    // Longer than any decision timeout of these tests, shorter than a stuck test may be.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout }) { BaseAddress = url, Timeout = Timeout };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Asks for targets.</summary>
    public Task<HttpReply> DecideAsync(string identity, IReadOnlyList<string> targets, string capability = Contacts) =>
        PostAsync("/v1/decisions", JsonSerializer.Serialize(new { identity, capability, targets }));

    /// <summary>Reports what the backend found.</summary>
    public Task<HttpReply> ReportAsync(string identity, string[] found, string[] missing, string capability = Contacts) =>
        PostAsync("/v1/outcomes", JsonSerializer.Serialize(new { identity, capability, found, missing }));

    /// <summary>Looks at an identity.</summary>
    public Task<HttpReply> DescribeAsync(string identity) => GetAsync($"/v1/identities/{Uri.EscapeDataString(identity)}");

    /// <summary>Looks at an identity until a count of its evidence is there; what a gateway decided by itself is reported a moment later.</summary>
    public async Task<HttpReply> SeeEvidenceAsync(string identity, string count, long value)
    {
        async Task<HttpReply?> LookAsync() => await DescribeAsync(identity) is var reply && reply.Evidence(count) == value ? reply : null;
        return (await Eventually.SeeAsync($"{count} of {identity} is {value}", Timeout, LookAsync, Cancel)).Seen;
    }

    /// <summary>Posts a body.</summary>
    public Task<HttpReply> PostAsync(string path, string body) => PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>Posts content, or none.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="content">The content.</param>
    /// <param name="chunked">Without its length, in chunks.</param>
    /// <param name="asking">Only when the server answers that it wants it (<c>Expect: 100-continue</c>).</param>
    public async Task<HttpReply> PostAsync(string path, HttpContent? content, bool chunked = false, bool asking = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = asking;
        return await SendAsync(request);
    }

    /// <summary>Gets a path.</summary>
    public Task<HttpReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Gives a request's permit back.</summary>
    public Task<HttpReply> ReleaseAsync(string hold, string identity, string capability) =>
        SendAsync(HttpMethod.Delete, $"/v1/holds/{hold}?identity={Uri.EscapeDataString(identity)}&capability={capability}");

    /// <summary>Sends a request with these headers, and a body of JSON or none.</summary>
    public async Task<HttpReply> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    /// <summary>Sends a request without a body.</summary>
    public async Task<HttpReply> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await SendAsync(request);
    }

    /// <summary>The value of a metric with these tags in this order, or null when there is none yet.</summary>
    public async Task<double?> MetricAsync(string name, string tags)
    {
        var sample = (await MetricsAsync()).Split('\n').FirstOrDefault(line =>
            line.StartsWith(name + "{", StringComparison.Ordinal) && line.Contains(tags + "}", StringComparison.Ordinal));
        return sample is null ? null : double.Parse(sample[(sample.LastIndexOf('}') + 1)..]);
    }

    /// <summary>All metrics, in Prometheus' form.</summary>
    public async Task<string> MetricsAsync()
    {
        var reply = await GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Text;
    }

    /// <summary>Whether the process says that it is ready; false also when nobody listens.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await GetAsync("/healthz/ready")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<HttpReply> SendAsync(HttpRequestMessage request)
    {
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        using var response = await _client.SendAsync(request, Cancel);
        return new HttpReply(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            Flat(response.Headers),
            await response.Content.ReadAsStringAsync(Cancel));
    }

    private static Dictionary<string, string> Flat(HttpResponseHeaders headers) =>
        headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
}
