using System.Diagnostics;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Leases;

/// <summary>
/// One activation of an identity: its state, and how much of it is durable. Whoever runs it sends an answer only while <see cref="IsCovered"/>, writes one snapshot at a time with a
/// compare-and-swap, and ends the activation when somebody else wrote.
/// </summary>
/// <remarks>
/// What is stored is charged a step ahead: the durable ceiling. Whatever this activation may have granted is below it, so whoever reads it takes all of that for granted. Of two activations at
/// once only one can raise the ceiling; what the other one still grants was below a ceiling that the first counts as spent.
/// </remarks>
public sealed class IdentityOwner
{
    private bool _isWriting;

    /// <summary>Begins an activation.</summary>
    /// <param name="stored">What is stored; empty when nothing is.</param>
    /// <param name="epoch">Names the activation.</param>
    /// <param name="rules">How permits are lent, and how long the ceiling's steps are.</param>
    /// <exception cref="Snapshots.SnapshotFormatException">What is stored cannot be read.</exception>
    public IdentityOwner(ReadOnlyMemory<byte> stored, Epoch epoch, LeaseRules rules)
    {
        State = stored.IsEmpty ? new IdentityState() : IdentityState.Decode(stored);
        Epoch = epoch;
        Rules = rules;
    }

    /// <summary>The activation's name.</summary>
    public Epoch Epoch { get; }

    /// <summary>The state. Whoever changes it calls <see cref="OnChanged"/>.</summary>
    public IdentityState State { get; }

    /// <summary>How permits are lent.</summary>
    public LeaseRules Rules { get; }

    /// <summary>Whether there is something that no write has or is about to have.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Takes notice of a change that is to be stored sooner or later.</summary>
    public void OnChanged() => HasChanged = true;

    /// <summary>Whether everything that was charged is under the durable ceilings. As long as it is not, no answer goes out.</summary>
    public bool IsCovered(Instant now) => State.IsCovered(Rules, now);

    /// <summary>Whether the next activation would begin with less, or with more charged, than this one ends with unless <see cref="BeginWrite"/> is called for the last time.</summary>
    public bool NeedsLastWrite(Instant now) => HasChanged || State.IsAhead(now);

    /// <summary>The bytes to store now. What changes from now on goes into the next ones.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isLast">Whether the activation ends with it and grants nothing more: then nothing is charged ahead.</param>
    public byte[] BeginWrite(Instant now, bool isLast = false)
    {
        Debug.Assert(!_isWriting, "One snapshot is written at a time.");
        _isWriting = true;
        HasChanged = false;
        return State.Encode(Epoch, isLast ? null : Rules, now);
    }

    /// <summary>The bytes are stored.</summary>
    public void OnWritten()
    {
        _isWriting = false;
        State.OnWritten();
    }

    /// <summary>The bytes are not stored, or nobody knows.</summary>
    public void OnNotWritten()
    {
        _isWriting = false;
        HasChanged = true;
    }

    /// <summary>Whether stored bytes were written by this activation: after a conflict, that a write of its own took effect whose answer was lost.</summary>
    /// <exception cref="Snapshots.SnapshotFormatException">The bytes cannot be read.</exception>
    public bool Wrote(ReadOnlyMemory<byte> stored) => !stored.IsEmpty && IdentityState.WriterOf(stored) == Epoch;
}
