using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Budgets;

/// <summary>
/// The budgets that an identity shares with others: its capability's and its tenant's. Whatever the identity is admitted, or is lent, is paid for by each of them first, so no budget is ever
/// spent by more than it has.
/// </summary>
/// <param name="budgets">The budgets, at most <see cref="Most"/>.</param>
public sealed class ParentBudgets(params ImmutableArray<HeldBudget> budgets)
{
    /// <summary>The most budgets of one identity.</summary>
    public const int Most = 2;

    /// <summary>Of an identity that shares nothing.</summary>
    public static readonly ParentBudgets None = new();

    // What the smallest request takes.
    private static readonly Permits One = new(1, 1, 0);

    /// <summary>The budgets.</summary>
    public ImmutableArray<HeldBudget> Budgets => budgets;

    /// <summary>Whether one of them charges items.</summary>
    internal bool ChargeItems => budgets.Any(budget => budget.Holder.Terms.ChargesItems);

    /// <summary>Whether one of them charges requests.</summary>
    internal bool ChargeRequests => budgets.Any(budget => budget.Holder.Terms.ChargesRequests);

    /// <summary>Pays with as many permits as every budget has, up to a number; none when one has no items or no requests.</summary>
    public PaidPermits Pay(Permits most, Instant now)
    {
        var (paid, leases) = (most, budgets.IsEmpty ? [] : new Lease[budgets.Length]);
        for (var i = 0; i < leases.Length; i++)
        {
            var lease = budgets[i].Holder.TakeUpTo(paid, now, out var taken);
            foreach (var before in leases.AsSpan(0, i))
            {
                before.PutBack(paid - taken);
            }

            if (lease is null)
            {
                return default;
            }

            (leases[i], paid) = (lease, taken);
        }

        return new PaidPermits(paid) { Leases = leases };
    }

    /// <summary>The limit that is waited for longest, and for how many nanoseconds, when a request found too little.</summary>
    internal (string Limit, long Nanos) DenialFor(Permits permits, Instant now)
    {
        var longest = (Limit: "", Nanos: -1L);
        foreach (var budget in budgets)
        {
            if (!budget.Holder.Has(permits, now) && budget.DenialAt(now) is var denial && denial.Nanos > longest.Nanos)
            {
                longest = denial;
            }
        }

        // Somebody has put something back just now.
        return longest.Nanos < 0 ? budgets[0].DenialAt(now) : longest;
    }

    /// <summary>The limit that has nothing left for longest, here either, and for how many nanoseconds; none when each has something, as far as is known.</summary>
    internal (string? Limit, long Nanos) ExhaustionAt(Instant now)
    {
        (string? Limit, long Nanos) longest = default;
        foreach (var budget in budgets)
        {
            if (!budget.Holder.Has(One, now) && budget.Holder.DenialAt(now) is { } denial && denial.Nanos > longest.Nanos)
            {
                longest = denial;
            }
        }

        return longest;
    }

    /// <summary>Where the limits of all of them stand, as far as is known.</summary>
    internal IEnumerable<LimitStatus> LimitsNow() => budgets.SelectMany(budget => budget.LimitsNow());
}
