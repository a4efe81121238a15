using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Budgets;

/// <summary>Permits that every budget of an identity has paid for.</summary>
/// <param name="Permits">The permits.</param>
public readonly record struct PaidPermits(Permits Permits)
{
    /// <summary>The lease of each budget that paid; null like none.</summary>
    internal Lease[]? Leases { get; init; }

    /// <summary>Puts back what is not needed.</summary>
    internal void PutBack(Permits unused)
    {
        foreach (var lease in Leases.AsSpan())
        {
            lease.PutBack(Permits.Min(unused, Permits));
        }
    }

    /// <summary>Takes notice that the permits are lent on, and may come back until a time.</summary>
    internal void LendUntil(Instant end)
    {
        foreach (var lease in Leases.AsSpan())
        {
            lease.LendUntil(end);
        }
    }
}
