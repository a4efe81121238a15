using System.Diagnostics;
using System.Diagnostics.Metrics;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Contracts.Transport;

/// <summary>What a process counts of its connections to others and of the files that secure them. The names are part of the product.</summary>
public sealed class TransportInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "QuotaGrid.Transport";

    internal const string FileTag = "quotagrid.file";
    internal const string ResultTag = "quotagrid.result";
    internal const string PortTag = "quotagrid.port";

    internal const string Loaded = "loaded";
    internal const string Refused = "refused";
    internal const string Accepted = "accepted";
    internal const string Late = "late";
    internal const string Failed = "failed";

    private readonly Counter<long> _reloads;
    private readonly Counter<long> _handshakes;

    /// <summary>Creates the instruments.</summary>
    public TransportInstruments(IMeterFactory meters, IEnumerable<WatchedFiles> files, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _reloads = meter.CreateCounter<long>("quotagrid.file.reloads", "{reload}", "Certificates and API keys that had changed, by whether they could be used.");
        _handshakes = meter.CreateCounter<long>("quotagrid.tls.handshakes", "{handshake}", "TLS handshakes between processes, by what became of them.");
        meter.CreateObservableGauge(
            "quotagrid.tls.certificate.expires",
            () => files.Where(one => one.Expires is not null)
                .Select(one => new Measurement<double>((one.Expires!.Value - time.GetUtcNow()).TotalSeconds, new KeyValuePair<string, object?>(FileTag, one.Name))),
            "s",
            "How long the process's own certificates are valid for.");
    }

    internal void OnLoaded(string file) => _reloads.Add(1, new TagList { { FileTag, file }, { ResultTag, Loaded } });

    internal void OnRefused(string file) => _reloads.Add(1, new TagList { { FileTag, file }, { ResultTag, Refused } });

    internal void OnHandshake(string port, string result) => _handshakes.Add(1, new TagList { { PortTag, port }, { ResultTag, result } });
}
