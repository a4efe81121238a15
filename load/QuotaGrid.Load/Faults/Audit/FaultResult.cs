namespace QuotaGrid.Load.Faults.Audit;

/// <summary>What one scenario came to.</summary>
public sealed record FaultResult
{
    /// <summary>Its name.</summary>
    public required string Scenario { get; init; }

    /// <summary>Requests that were made.</summary>
    public required int Requests { get; init; }

    /// <summary>Of those, requests to which nobody answered.</summary>
    public required int Unanswered { get; init; }

    /// <summary>The longest that no gateway was told anything about anybody.</summary>
    public required TimeSpan Silent { get; init; }

    /// <summary>The longest that no gateway was told anything about some identity that was asked about.</summary>
    public required TimeSpan SilentIdentity { get; init; }

    /// <summary>The same of the identity in the middle, so of those whom the fault did not meet when it met fewer than half.</summary>
    public required TimeSpan SilentHalf { get; init; }

    /// <summary>How long after the fault began the last request was not answered; null when nothing was done.</summary>
    public required TimeSpan? Recovery { get; init; }

    /// <summary>Requests of the run's last seconds to which nobody answered.</summary>
    public required int UnansweredAtEnd { get; init; }

    /// <summary>How long it took until the silo was declared dead; null when it was not, or was not looked for.</summary>
    public TimeSpan? Declared { get; init; }

    /// <summary>How many silos were declared dead that should not have been; null when they were not counted.</summary>
    public long? Evicted { get; init; }

    /// <summary>When the first request was made.</summary>
    public required long StartNanos { get; init; }

    /// <summary>Every limit of every identity.</summary>
    public required IReadOnlyList<LimitAudit> Limits { get; init; }

    /// <summary>The share of requests that gateways decided from leases; null when it is not known.</summary>
    public double? LocalShare { get; init; }

    /// <summary>Permits above the contract.</summary>
    public double Over => Limits.Sum(limit => limit.Over);

    /// <summary>The share of requests to which nobody answered; null without requests.</summary>
    public double? Unavailable => Requests == 0 ? null : (double)Unanswered / Requests;

    /// <summary>Permits that the contract allows and nobody got.</summary>
    public double Lost => Binding.Sum(limit => limit.Lost);

    /// <summary>The share of what the contract allows that was admitted; null when it allows nothing.</summary>
    public double? AdmittedShare => Binding.Sum(limit => limit.Allowed) is > 0 and var allowed ? Binding.Sum(limit => limit.Admitted) / allowed : null;

    private IEnumerable<LimitAudit> Binding => Limits.Where(limit => limit.IsBinding);
}
