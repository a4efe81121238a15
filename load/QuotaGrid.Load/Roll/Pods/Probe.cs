using System.Globalization;
using System.Net;
using k8s.Models;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>A probe of a manifest, asked as a kubelet asks: over HTTP, at the pod's address, and nobody's certificate checked.</summary>
public sealed class Probe
{
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5359", Justification = "A kubelet's probes check no certificate, and ask this machine only.")]
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    });

    private readonly V1Probe _probe;
    private readonly Uri _url;

    /// <summary>Takes a probe.</summary>
    /// <exception cref="RunRefusedException">It is not asked over HTTP.</exception>
    public Probe(V1Probe probe, V1Container container, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(container);
        var get = probe.HttpGet ?? throw new RunRefusedException($"A probe of '{container.Name}' is not asked over HTTP, and the runner knows no others.");
        _probe = probe;
        var port = int.TryParse(get.Port.Value, CultureInfo.InvariantCulture, out var number) ? number : container.Ports.Single(port => port.Name == get.Port.Value).ContainerPort;
        _url = new UriBuilder((get.Scheme ?? "HTTP").ToLowerInvariant(), address.ToString(), port, get.Path).Uri;
    }

    /// <summary>How long after one answer it is asked again.</summary>
    public TimeSpan Period => TimeSpan.FromSeconds(_probe.PeriodSeconds ?? 10);

    /// <summary>How many times in a row it fails until it has failed.</summary>
    public int FailureThreshold => _probe.FailureThreshold ?? 3;

    /// <summary>How many times in a row it succeeds until it has succeeded.</summary>
    public int SuccessThreshold => _probe.SuccessThreshold ?? 1;

    /// <summary>Asks once.</summary>
    public async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(_probe.TimeoutSeconds ?? 1));
        try
        {
            using var answer = await Http.GetAsync(_url, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return (int)answer.StatusCode is >= 200 and < 400;
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException || (unanswered is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
