using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Snapshots;

namespace QuotaGrid.Core.Decisions;

/// <summary>Everything that is kept of one identity: a <see cref="CapabilityState"/> for each capability that it used.</summary>
public sealed class IdentityState
{
    private const byte FormatVersion = 1;

    private readonly Dictionary<Capability, CapabilityState> _capabilities = [];

    /// <summary>The capabilities that the identity used.</summary>
    public IReadOnlyDictionary<Capability, CapabilityState> Capabilities => _capabilities;

    /// <summary>The state for a capability, made when the identity never used it.</summary>
    /// <remarks>
    /// Callers pass defined capabilities only, so only capabilities that policy changes removed can bring an identity over what a policy set can define. The
    /// longest unused is forgotten then, which may be one that is still defined.
    /// </remarks>
    public CapabilityState For(CapabilityDefinition definition)
    {
        if (_capabilities.TryGetValue(definition.Name, out var state))
        {
            return state;
        }

        if (_capabilities.Count >= PolicyBounds.MaxCapabilities)
        {
            _capabilities.Remove(_capabilities.MinBy(entry => entry.Value.Evidence.LastSeen).Key);
        }

        return _capabilities[definition.Name] = new CapabilityState(definition.Horizon);
    }

    /// <summary>The state as bytes.</summary>
    public byte[] Encode()
    {
        var writer = new SnapshotWriter();
        writer.Byte(FormatVersion);
        writer.Varint((ulong)_capabilities.Count);
        foreach (var (capability, state) in _capabilities.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal))
        {
            writer.Text(capability.Value);
            state.Encode(writer);
        }

        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, in this version or an earlier one.</summary>
    /// <exception cref="SnapshotFormatException">The bytes are damaged or of a newer version.</exception>
    public static IdentityState Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new SnapshotReader(bytes);
        reader.Version(nameof(IdentityState), FormatVersion);
        var state = new IdentityState();
        for (var left = reader.Varint(0, PolicyBounds.MaxCapabilities); left > 0; left--)
        {
            var capability = Capability.Parse(reader.Name());
            if (!state._capabilities.TryAdd(capability, CapabilityState.Decode(reader)))
            {
                throw new SnapshotFormatException($"The capability {capability} is stored twice.");
            }
        }

        return reader.AtEnd ? state : throw new SnapshotFormatException("There are bytes behind the end of a snapshot.");
    }
}
