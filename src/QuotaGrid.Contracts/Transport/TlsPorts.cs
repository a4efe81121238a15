using Microsoft.Extensions.Logging;
using QuotaGrid.Contracts.Files;

namespace QuotaGrid.Contracts.Transport;

/// <summary>TLS for every kind of connection between processes.</summary>
internal sealed class TlsPorts(
    TlsOptions options, WatchedFiles<TlsCredentials> credentials, TransportInstruments instruments, TimeProvider time, ILogger<TlsPorts> logger)
{
    public TlsPort Silo { get; } = new(TlsPort.Silo, options, credentials, instruments, time, logger);

    public TlsPort Gateway { get; } = new(TlsPort.Gateway, options, credentials, instruments, time, logger);

    public TlsPort Outbound { get; } = new(TlsPort.Outbound, options, credentials, instruments, time, logger);
}
