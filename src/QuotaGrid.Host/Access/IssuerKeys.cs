using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace QuotaGrid.Host.Access;

/// <summary>
/// Whether the issuer's keys are known. Until they are, its tokens cannot be judged, which is no refusal. Requests that come meanwhile wait for one and the same answer, and
/// after a failure it is not asked again for a second. Once they are known the library keeps them, and asks for newer ones, by itself.
/// </summary>
internal sealed class IssuerKeys(TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private volatile bool _areKnown;
    private Task<bool>? _asking;
    private long? _failed;

    /// <summary>Whether they are known by now.</summary>
    public ValueTask<bool> AreKnownAsync(IConfigurationManager<OpenIdConnectConfiguration> issuer)
    {
        if (_areKnown)
        {
            return new(true);
        }

        lock (_lock)
        {
            if (_asking is null or { IsCompleted: true })
            {
                if (_failed is { } failed && time.GetElapsedTime(failed) < RetryDelay)
                {
                    return new(false);
                }

                _asking = AskAsync(issuer);
            }

            return new(_asking);
        }
    }

    private async Task<bool> AskAsync(IConfigurationManager<OpenIdConnectConfiguration> issuer)
    {
        // Not in the lock.
        await Task.Yield();
        try
        {
            await issuer.GetConfigurationAsync(CancellationToken.None);
            _areKnown = true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or OperationCanceledException or ArgumentException)
        {
            lock (_lock)
            {
                _failed = time.GetTimestamp();
            }
        }

        return _areKnown;
    }
}
