using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Budgets;

/// <summary>Permits that every budget of an identity has paid for.</summary>
/// <param name="Permits">The permits.</param>
/// <param name="Leases">The lease of each budget that paid; null like none.</param>
internal readonly record struct PaidPermits(Permits Permits, Lease[]? Leases)
{
    /// <summary>Puts back what is not needed.</summary>
    public void PutBack(Permits unused)
    {
        foreach (var lease in Leases.AsSpan())
        {
            lease.PutBack(Permits.Min(unused, Permits));
        }
    }

    /// <summary>Takes notice that the permits are lent on, and may come back until a time.</summary>
    public void LendUntil(Instant end)
    {
        foreach (var lease in Leases.AsSpan())
        {
            lease.LendUntil(end);
        }
    }
}
