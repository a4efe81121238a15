using System.Collections.Concurrent;
using System.Security.Cryptography;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;

namespace QuotaGrid.Gateway.Leases;

/// <summary>
/// The identities that the gateway decides about, up to a fixed number. When it is full, one that was not asked about lately gives way and returns what is left of its lease; whoever finds no
/// place is decided strictly. So a flood of names takes memory that is bounded, and hands nobody a fresh allowance.
/// </summary>
/// <param name="capacity">The most entries.</param>
/// <param name="asksAboutNew">Whether the silos decide about everything that was not asked for here lately.</param>
internal sealed class LeaseTable(int capacity, bool asksAboutNew)
{
    // How many entries are looked at for one to evict: a flood of names does not push out those who are being asked about.
    private const int MostLooks = 16;

    // Holders' names count on from a random number, so that no two processes ever have the same.
    private readonly ulong _firstHolder = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly ConcurrentDictionary<Capability, ConcurrentDictionary<string, LeaseEntry>> _capabilities = [];
    private readonly ConcurrentQueue<LeaseEntry> _listed = [];
    private readonly Lock _gate = new();
    private readonly LeaseEntry?[] _ring = new LeaseEntry?[capacity];
    private ulong _holders;
    private int _hand;
    private int _count;

    /// <summary>The entries of a capability, by identity.</summary>
    public ConcurrentDictionary<string, LeaseEntry> Of(Capability capability) => _capabilities.GetOrAdd(capability, static _ => new(StringComparer.Ordinal));

    /// <summary>The entry of an identity; null when there is none and no place for one.</summary>
    public LeaseEntry? FindOrAdd(Capability capability, Identity identity, Tenant? tenant, LeaseTerms terms)
    {
        var entries = Of(capability);
        if (!entries.TryGetValue(identity.Value, out var entry) && (entry = Add(entries, capability, identity, terms)) is null)
        {
            return null;
        }

        entry.Touch(terms);
        entry.BelongTo(tenant);
        return entry;
    }

    /// <summary>Puts an entry among those that may have something to report.</summary>
    public void List(LeaseEntry entry)
    {
        if (entry.TryList())
        {
            _listed.Enqueue(entry);
        }
    }

    /// <summary>Takes an entry from there, unless it has something to report after all.</summary>
    public void Unlist(LeaseEntry entry)
    {
        entry.Unlist();
        if (!entry.IsEvicted && !entry.Holder.IsSettled)
        {
            List(entry);
        }
    }

    /// <summary>Takes the entries that were listed since the last time.</summary>
    public void TakeListed(List<LeaseEntry> entries)
    {
        while (_listed.TryDequeue(out var entry))
        {
            entries.Add(entry);
        }
    }

    private LeaseEntry? Add(ConcurrentDictionary<string, LeaseEntry> entries, Capability capability, Identity identity, LeaseTerms terms)
    {
        lock (_gate)
        {
            if (entries.TryGetValue(identity.Value, out var known))
            {
                return known;
            }

            if (FindPlace() is not { } place)
            {
                return null;
            }

            var entry = new LeaseEntry(identity, capability, new LeaseHolder(new HolderId(_firstHolder + _holders++), terms) { AsksAboutNew = asksAboutNew });
            _ring[place] = entry;
            entries[identity.Value] = entry;
            return entry;
        }
    }

    private int? FindPlace()
    {
        if (_count < capacity)
        {
            return _count++;
        }

        for (var looks = 0; looks < MostLooks; looks++)
        {
            var place = _hand;
            _hand = (_hand + 1) % capacity;
            var entry = _ring[place]!;
            if (entry.IsUsed)
            {
                entry.IsUsed = false;
            }
            else
            {
                Evict(entry);
                return place;
            }
        }

        return null;
    }

    private void Evict(LeaseEntry entry)
    {
        _capabilities[entry.Capability].TryRemove(entry.Identity.Value, out _);
        entry.IsEvicted = true;
        List(entry);
    }
}
