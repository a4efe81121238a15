namespace QuotaGrid.Contracts.Transport;

/// <summary>
/// Bounds the handshakes that are under way at a port: when as many others have begun, the oldest gives way. So whoever opens connections and sends nothing
/// holds no place that somebody else needs: an honest handshake is over long before.
/// </summary>
internal sealed class HandshakeTurns
{
    /// <summary>How many are under way at most. Each has some 40 KB of buffers.</summary>
    public const int Most = 1024;

    private readonly CancellationTokenSource?[] _turns = new CancellationTokenSource?[Most];
    private uint _begun;

    /// <summary>Begins a handshake, which ends the one that began as many before, if it is not over.</summary>
    /// <returns>Its place.</returns>
    public uint Begin(CancellationTokenSource handshake)
    {
        var place = Interlocked.Increment(ref _begun) % Most;
        try
        {
            Interlocked.Exchange(ref _turns[place], handshake)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }

        return place;
    }

    /// <summary>Forgets a handshake that is over.</summary>
    public void End(uint place, CancellationTokenSource handshake) => Interlocked.CompareExchange(ref _turns[place], null, handshake);
}
