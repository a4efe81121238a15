using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Budgets;

/// <summary>
/// A budget as one silo holds it: permits that the budget's grain lent to the silo, and that the identities on it spend. Safe for concurrent use.
/// </summary>
/// <param name="key">Whose budget it is.</param>
/// <param name="id">Names the holder.</param>
/// <param name="budget">The budget.</param>
public sealed class HeldBudget(string key, HolderId id, Budget budget)
{
    // When a request that found too little, though nothing is known to be exhausted, may find more: by then the next report is answered.
    private const long SoonNanos = 200_000_000;

    private ImmutableArray<LimitStatus> _limits = [];

    /// <summary>Whose budget it is.</summary>
    public string Key => key;

    /// <summary>What is held of it, and what is said to the budget's grain.</summary>
    public LeaseHolder Holder { get; } = new(id, LeaseTerms.Of(BudgetPolicy.Of(budget)));

    /// <summary>Puts it under what the policies say of it now.</summary>
    public void Apply(Budget current) => Holder.Apply(LeaseTerms.Of(BudgetPolicy.Of(current)));

    /// <summary>Takes up what the budget's grain answered.</summary>
    public void OnReply(SyncReply reply, Instant now)
    {
        Holder.OnReply(reply, now);
        if (!reply.Limits.IsDefaultOrEmpty)
        {
            _limits = reply.Limits;
        }
    }

    /// <summary>Whether a request need not wait: there is enough for it, or it is known that there is not.</summary>
    public bool IsReadyFor(Permits permits, Instant now) => Holder.Has(permits, now) || Holder.DenialAt(now) is not null;

    /// <summary>The limit that a request without permits waits for, and for how many nanoseconds.</summary>
    internal (string Limit, long Nanos) DenialAt(Instant now) => Holder.DenialAt(now) ?? (Holder.Terms.Policy.Limits[0].Name, SoonNanos);

    /// <summary>Where each limit stood when the budget's grain said so last, with what is left here.</summary>
    internal ImmutableArray<LimitStatus> LimitsNow() => Holder.WithLeft(_limits);
}
