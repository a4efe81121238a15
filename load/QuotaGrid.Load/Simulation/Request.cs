using QuotaGrid.Core.Targets;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Load.Simulation;

/// <summary>A client's request at a gateway.</summary>
internal sealed class Request(int identity, int[] targets)
{
    public int Identity => identity;

    /// <summary>What is asked for, by number.</summary>
    public int[] Targets => targets;

    /// <summary>The same as fingerprints.</summary>
    public Fingerprint[] Fingerprints { get; } = Array.ConvertAll(targets, target => FingerprintOf(identity, target));

    /// <summary>When it came, on the gateway's clock.</summary>
    public Instant CameAt { get; set; }

    /// <summary>When it came, in seconds of true time.</summary>
    public double CameAtSeconds { get; set; }

    /// <summary>Whether it was answered, or given up.</summary>
    public bool IsOver { get; set; }

    /// <summary>No two targets of an identity share a token: that coincidence is target memory's own, and no fault of the protocol.</summary>
    public static Fingerprint FingerprintOf(int identity, int target)
    {
        // Odd, so this is one to one within the 32 bits that are kept.
        var token = unchecked(((uint)target + 1) * 2_654_435_761u);
        return new Fingerprint(((ulong)token << 32) | (uint)(identity + 1));
    }
}
