using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QuotaGrid.Load.Service;

/// <summary>QuotaGrid's HTTP surface, as a client sees it. Safe for concurrent use.</summary>
public sealed class QuotaGridApi : IDisposable
{
    /// <summary>The connections that are open at most.</summary>
    public const int MaxConnections = 128;

    private const int MaxReplyBytes = 1 << 20;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http;

    /// <summary>Makes a client of one server. Nothing is sent yet.</summary>
    /// <param name="server">The server.</param>
    /// <param name="timeout">How long a request may take.</param>
    /// <param name="key">The API key to show, or null for none.</param>
    public QuotaGridApi(ServerAddress server, TimeSpan timeout, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(server);

        // No proxy, no redirect and no second look at the name: what was checked to be loopback is what is connected to.
#pragma warning disable CA2000 // The client owns the handler.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = MaxConnections,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync([.. server.Addresses], context.DnsEndPoint.Port, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
#pragma warning restore CA2000
        _http = new(handler) { BaseAddress = server.Uri, Timeout = timeout, MaxResponseContentBufferSize = MaxReplyBytes };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Add("X-API-Key", key);
        }
    }

    /// <summary>Asks which targets an identity may have answered.</summary>
    /// <exception cref="RequestFailedException">There was no decision that names each target once.</exception>
    public async Task<DecisionReply> DecideAsync(DecisionRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            using var response = await PostAsync(
                "/v1/decisions", request, ServiceJson.Default.DecisionRequest, HttpStatusCode.OK, cancellation);
            var reply = await response.Content.ReadFromJsonAsync(ServiceJson.Default.DecisionReply, cancellation);
            return reply?.FindProblem(request.Targets.Count) is { } problem
                ? throw new RequestFailedException(problem)
                : reply ?? throw new RequestFailedException("the decision is null");
        }
        catch (JsonException unreadable)
        {
            throw new RequestFailedException("the decision is not the JSON that was expected", unreadable);
        }
    }

    /// <summary>Reports what the backend answered.</summary>
    /// <exception cref="RequestFailedException">The report was not accepted.</exception>
    public async Task ReportAsync(OutcomeReport report, CancellationToken cancellation)
    {
        using var response = await PostAsync(
            "/v1/outcomes", report, ServiceJson.Default.OutcomeReport, HttpStatusCode.Accepted, cancellation);
    }

    /// <summary>What is known of an identity.</summary>
    /// <exception cref="RequestFailedException">There was no answer.</exception>
    public async Task<IdentityReply> DescribeAsync(string identity, CancellationToken cancellation)
    {
        try
        {
            using var response = await SendAsync(
                "GET /v1/identities", () => _http.GetAsync(new Uri("/v1/identities/" + Uri.EscapeDataString(identity), UriKind.Relative), cancellation), HttpStatusCode.OK, cancellation);
            return await response.Content.ReadFromJsonAsync(ServiceJson.Default.IdentityReply, cancellation) ?? throw new RequestFailedException("the identity is null");
        }
        catch (JsonException unreadable)
        {
            throw new RequestFailedException("the identity is not the JSON that was expected", unreadable);
        }
    }

    /// <summary>The metrics of the process, in Prometheus' text format.</summary>
    /// <exception cref="RequestFailedException">There was no answer.</exception>
    public async Task<string> MetricsAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync("GET /metrics", () => _http.GetAsync(new Uri("/metrics", UriKind.Relative), cancellation), HttpStatusCode.OK, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync<T>(
        string path, T body, JsonTypeInfo<T> type, HttpStatusCode expected, CancellationToken cancellation)
    {
        // Buffered, so that the body has a length: not every server reads chunks.
        using var content = JsonContent.Create(body, type);
        await content.LoadIntoBufferAsync(cancellation);
        return await SendAsync($"POST {path}", () => _http.PostAsync(new Uri(path, UriKind.Relative), content, cancellation), expected, cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(string what, Func<Task<HttpResponseMessage>> send, HttpStatusCode expected, CancellationToken cancellation)
    {
        try
        {
            var response = await send();
            if (response.StatusCode == expected)
            {
                return response;
            }

            using (response)
            {
                var explanation = await ExplainAsync(response, cancellation);
                throw new RequestFailedException($"{what}: HTTP {(int)response.StatusCode}{explanation}") { IsRefused = (int)response.StatusCode / 100 == 4 };
            }
        }
        catch (HttpRequestException failed)
        {
            throw new RequestFailedException($"{what}: {failed.Message}", failed);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new RequestFailedException($"{what}: no answer within {_http.Timeout.TotalSeconds:0.#} s", late);
        }
    }

    private static async Task<string> ExplainAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return "";
        }

        try
        {
            var problem = await response.Content.ReadFromJsonAsync(ServiceJson.Default.Problem, cancellation);
            return $", {problem?.Detail ?? problem?.Title}";
        }
        catch (JsonException)
        {
            return ", with an unreadable problem";
        }
    }
}
