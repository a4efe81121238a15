using System.Collections.Concurrent;
using QuotaGrid.Core.Identities;

namespace QuotaGrid.Grains.Identities;

/// <summary>The identities whose grains are in this silo's memory. Whoever has work for many of them need not send each a message.</summary>
internal sealed class LocalIdentities
{
    private readonly ConcurrentDictionary<string, LocalIdentity> _identities = new(StringComparer.Ordinal);

    /// <summary>The identity's activation; null when it has none here, or one that cannot take work yet, or no more.</summary>
    public LocalIdentity? Find(Identity identity) => _identities.GetValueOrDefault(identity.Value);

    /// <summary>An activation takes work from now on.</summary>
    public void Add(Identity identity, LocalIdentity local) => _identities[identity.Value] = local;

    /// <summary>An activation takes no more work; another one of the same identity still does.</summary>
    public void Remove(Identity identity, LocalIdentity local) => _identities.TryRemove(KeyValuePair.Create(identity.Value, local));
}
