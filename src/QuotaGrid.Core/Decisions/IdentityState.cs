using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Decisions;

/// <summary>Everything that is kept of one identity: a <see cref="CapabilityState"/> for each capability that it used.</summary>
public sealed class IdentityState
{
    private const byte FormatVersion = 2;

    // Mostly one: a dictionary would be the larger part of a small identity.
    private KeyValuePair<Capability, CapabilityState>[] _capabilities = [];

    /// <summary>The capabilities that the identity used.</summary>
    public IReadOnlyList<KeyValuePair<Capability, CapabilityState>> Capabilities => _capabilities;

    /// <summary>The state for a capability; null when the identity never used it.</summary>
    public CapabilityState? Find(Capability capability)
    {
        foreach (var (used, state) in _capabilities)
        {
            if (used == capability)
            {
                return state;
            }
        }

        return null;
    }

    /// <summary>The state for a capability, made when the identity never used it.</summary>
    /// <remarks>
    /// Callers pass defined capabilities only, so only capabilities that policy changes removed can bring an identity over what a policy set can define. The
    /// longest unused is forgotten then, which may be one that is still defined.
    /// </remarks>
    public CapabilityState For(CapabilityDefinition definition)
    {
        if (Find(definition.Name) is { } known)
        {
            return known;
        }

        var kept = _capabilities.Length < PolicyBounds.MaxCapabilities
            ? _capabilities
            : [.. _capabilities.OrderBy(entry => entry.Value.Evidence.LastSeen).Skip(1)];
        var state = new CapabilityState(definition.Horizon);
        _capabilities = [.. kept, new(definition.Name, state)];
        return state;
    }

    /// <summary>The state as bytes.</summary>
    /// <param name="epoch">The activation that writes.</param>
    /// <param name="rules">How far limits are written as charged ahead of what they are; null, when the activation ends with it: not at all.</param>
    /// <param name="now">The time.</param>
    public byte[] Encode(Epoch epoch = default, LeaseRules? rules = null, Instant now = default)
    {
        var writer = new SnapshotWriter();
        writer.Byte(FormatVersion);
        writer.Int64((long)epoch.Value);
        writer.Varint((ulong)_capabilities.Length);
        foreach (var (capability, state) in _capabilities.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal))
        {
            writer.Text(capability.Value);
            state.Encode(writer, rules, now);
        }

        return writer.ToArray();
    }

    /// <summary>The activation that wrote some bytes; none when they are of the first version.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are damaged or of a newer version.</exception>
    internal static Epoch WriterOf(ReadOnlyMemory<byte> bytes) => WriterOf(new SnapshotReader(bytes));

    private static Epoch WriterOf(SnapshotReader reader) =>
        reader.Version(nameof(IdentityState), FormatVersion) == 1 ? default : new Epoch((ulong)reader.Int64());

    /// <summary>Takes notice that what was encoded last is stored.</summary>
    internal void OnWritten()
    {
        foreach (var (_, state) in _capabilities)
        {
            state.OnWritten();
        }
    }

    /// <summary>Whether everything that was charged is under the durable ceilings.</summary>
    internal bool IsCovered(LeaseRules rules, Instant now)
    {
        foreach (var (_, state) in _capabilities)
        {
            if (!state.IsCovered(rules, now))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a durable ceiling is ahead of what was charged and of the time.</summary>
    internal bool IsAhead(Instant now) => _capabilities.Any(entry => entry.Value.IsAhead(now));

    /// <summary>Reads what <see cref="Encode"/> wrote, in this version or an earlier one.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are damaged or of a newer version.</exception>
    public static IdentityState Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new SnapshotReader(bytes);
        WriterOf(reader);
        var capabilities = new KeyValuePair<Capability, CapabilityState>[(int)reader.Varint(0, PolicyBounds.MaxCapabilities)];
        for (var i = 0; i < capabilities.Length; i++)
        {
            var capability = Capability.Parse(reader.Name());
            if (capabilities.Take(i).Any(entry => entry.Key == capability))
            {
                throw new SnapshotFormatException($"The capability {capability} is stored twice.");
            }

            capabilities[i] = new(capability, CapabilityState.Decode(reader));
        }

        var state = new IdentityState { _capabilities = capabilities };
        return reader.AtEnd ? state : throw new SnapshotFormatException("There are bytes behind the end of a snapshot.");
    }
}
