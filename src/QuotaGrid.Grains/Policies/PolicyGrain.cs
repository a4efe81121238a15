using Microsoft.Extensions.Logging;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Policies;

/// <summary>The versioned policy set of the cluster. A version is in force once it is stored.</summary>
[GrainType("policies")]
internal sealed partial class PolicyGrain(
    [PersistentState(StorageNames.Policies, StorageNames.Provider)] IPersistentState<StoredBytes> stored,
    ILogger<PolicyGrain> logger) : Grain, IPolicyGrain
{
    private PublishedPolicies? _inForce;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _inForce = stored.State.Value.IsEmpty ? null : StoredPolicies.Decode(stored.State.Value);
        return Task.CompletedTask;
    }

    public async ValueTask<PublishedPolicies> PublishAsync(byte[] document, bool onlyFirst)
    {
        if (_inForce is { } inForce && (onlyFirst || inForce.Document.AsSpan().SequenceEqual(document)))
        {
            return inForce;
        }

        _ = PolicySet.Parse(document);
        var next = new PublishedPolicies((_inForce?.Version ?? 0) + 1, document);
        stored.State.Value = StoredPolicies.Encode(next);
        await stored.WriteStateAsync();
        _inForce = next;
        LogPublished(logger, next.Version, document.Length);
        return next;
    }

    public ValueTask<PublishedPolicies?> GetNewerAsync(long knownVersion) =>
        ValueTask.FromResult(_inForce is { } inForce && inForce.Version > knownVersion ? inForce : null);

    [LoggerMessage(1, LogLevel.Information, "Version {Version} of the policies is in force ({Bytes} bytes).")]
    private static partial void LogPublished(ILogger logger, long version, int bytes);
}
