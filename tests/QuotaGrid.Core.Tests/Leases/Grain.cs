using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Leases;

/// <summary>One activation of an identity under one policy.</summary>
internal sealed class Grain(Policy policy, Epoch epoch, byte[]? stored = null, LeaseRules? rules = null)
{
    public IdentityOwner Owner { get; } = new(stored ?? [], epoch, rules ?? Lending.Rules);

    public CapabilityState State => Owner.State.For(Some.Lookup);

    public SyncReply Sync(SyncReport report, Instant now)
    {
        Owner.OnChanged();
        return State.Sync(Some.Lookup, policy, report, Owner.Epoch, Owner.Rules, now);
    }

    public Decision Decide(Instant now, params uint[] numbers)
    {
        Owner.OnChanged();
        return State.Decide(Some.Lookup, policy, Some.Targets(numbers), Admission.Partial, now);
    }

    /// <summary>What is left of each limit.</summary>
    public long[] Left(Instant now) => [.. State.Peek(Some.Lookup, policy, now).Select(limit => limit.Remaining)];

    /// <summary>All that is stored of the state, as it is.</summary>
    public byte[] Bytes() => Owner.State.Encode();

    /// <summary>Stores the state.</summary>
    public byte[] Store(Instant now, bool isLast = false)
    {
        var bytes = Owner.BeginWrite(now, isLast);
        Owner.OnWritten();
        return bytes;
    }

    public bool IsCovered(Instant now) => Owner.IsCovered(now);
}
