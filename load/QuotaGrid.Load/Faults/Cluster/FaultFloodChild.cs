using System.Globalization;

namespace QuotaGrid.Load.Faults.Cluster;

/// <summary>A flood of new identities.</summary>
/// <param name="process">The process from which it comes.</param>
public sealed class FaultFloodChild(FaultGatewayChild process) : IAsyncDisposable
{
    /// <summary>Ends it.</summary>
    /// <returns>What it came to, for people.</returns>
    public async Task<string> EndAsync(CancellationToken cancellationToken)
    {
        await process.StopAsync(cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{process.Decided.Local:N0} new identities were decided about, of {process.Decided.Strict:N0} nobody would");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
