namespace QuotaGrid.Load.Faults.Audit;

/// <summary>What one limit of one identity came to.</summary>
/// <param name="Identity">The identity.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Admitted">Permits that were used.</param>
/// <param name="Over">Of those, permits above the contract.</param>
/// <param name="FirstOverNanos">When the first of these was used; null when there is none.</param>
/// <param name="Allowed">What the contract allows over the run without any lease, at most what was asked for.</param>
public sealed record LimitAudit(FaultIdentity Identity, FaultLimit Limit, long Admitted, double Over, long? FirstOverNanos, double Allowed)
{
    /// <summary>Whether the limit is what the identity's group is to use up: only then what was not admitted was lost.</summary>
    public bool IsBinding => ReferenceEquals(Limit, Identity.Group.Limits[0]);

    /// <summary>What was allowed and not admitted.</summary>
    public double Lost => Math.Max(0, Allowed - Admitted);
}
