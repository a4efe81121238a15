using System.Collections.Immutable;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Gateway.Leases;

/// <summary>One identity and capability in a <see cref="LeaseTable"/>.</summary>
internal sealed class LeaseEntry(Identity identity, Capability capability, LeaseHolder holder)
{
    private int _isListed;
    private bool _isEnded;
    private ImmutableArray<LimitStatus> _limits = [];

    /// <summary>The identity.</summary>
    public Identity Identity => identity;

    /// <summary>The capability.</summary>
    public Capability Capability => capability;

    /// <summary>Whom the identity belongs to, as the latest request named it; null when it named nobody.</summary>
    public Tenant? Tenant { get; private set; }

    /// <summary>What the gateway holds of it.</summary>
    public LeaseHolder Holder => holder;

    /// <summary>Whether it was used since the table looked at it: then it is not evicted yet.</summary>
    public bool IsUsed { get; set; } = true;

    /// <summary>Whether it gave way to another one: it returns what it has, and is not asked any more.</summary>
    public bool IsEvicted { get; set; }

    /// <summary>Whether nobody answered the latest report. For the one that reports.</summary>
    public bool IsUnanswered { get; set; }

    /// <summary>Takes notice of a request: the policy that it is under, and that the entry is in use.</summary>
    public void Touch(LeaseTerms terms)
    {
        holder.Apply(terms);
        if (!IsUsed)
        {
            IsUsed = true;
        }
    }

    /// <summary>Takes notice whom the identity belongs to. What another tenant's budget paid for goes back.</summary>
    public void BelongTo(Tenant? tenant)
    {
        if (Tenant != tenant)
        {
            Tenant = tenant;
            holder.BeginAnew();
        }
    }

    /// <summary>Takes up what a silo answered.</summary>
    public void Take(SyncReply reply, Instant now)
    {
        holder.OnReply(reply, now);
        if (!reply.Limits.IsDefaultOrEmpty)
        {
            _limits = reply.Limits;
        }
    }

    /// <summary>Where each limit stood when a silo said so last, with what is left of the lease, which is the identity's too; empty before.</summary>
    public ImmutableArray<LimitStatus> LimitsNow() => holder.WithLeft(_limits);

    /// <summary>Puts the entry among those that may have something to report; false when it was there already.</summary>
    public bool TryList() => Volatile.Read(ref _isListed) == 0 && Interlocked.Exchange(ref _isListed, 1) == 0;

    /// <summary>Takes it from there.</summary>
    public void Unlist() => Volatile.Write(ref _isListed, 0);

    /// <summary>Ends it; false when that was done. For the one that reports.</summary>
    public bool TryEnd() => !_isEnded && (_isEnded = true);
}
