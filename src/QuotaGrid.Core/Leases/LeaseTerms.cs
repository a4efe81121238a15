using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Leases;

/// <summary>What of a policy matters to whoever holds a lease under it.</summary>
public sealed class LeaseTerms
{
    internal LeaseTerms(Policy policy)
    {
        Policy = policy;
        foreach (var limit in policy.Limits)
        {
            ChargesItems |= limit is { Kind: LimitKind.Velocity, Unit: LimitUnit.Items };
            ChargesRequests |= limit is { Kind: LimitKind.Velocity, Unit: LimitUnit.Requests };
            ChargesNovel |= limit.Kind == LimitKind.Novel;
            HasDistinct |= limit.Kind == LimitKind.Distinct;
            HasInFlight |= limit.Kind == LimitKind.InFlight;
        }
    }

    /// <summary>The policy.</summary>
    public Policy Policy { get; }

    /// <summary>
    /// Whether anything can be lent. Not when requests in flight are counted, because each needs a permit of its own by name; nor in the shadow stage, in which only the grain
    /// can say what would have been denied.
    /// </summary>
    public bool CanLend => !HasInFlight && Policy.Stage == Stage.Enforced;

    /// <summary>
    /// Whether permits for new targets can be lent. Not when different targets are counted in a window: what one gateway does not know another may have added, and nothing could be given back.
    /// </summary>
    public bool CanLendNovel => CanLend && !HasDistinct;

    /// <summary>Whether it matters which targets are asked for.</summary>
    public bool RemembersTargets => ChargesNovel || HasDistinct;

    /// <summary>Whether a limit charges items.</summary>
    internal bool ChargesItems { get; }

    /// <summary>Whether a limit charges requests.</summary>
    internal bool ChargesRequests { get; }

    /// <summary>Whether a limit charges new targets.</summary>
    internal bool ChargesNovel { get; }

    private bool HasDistinct { get; }

    private bool HasInFlight { get; }

    /// <summary>What permits of a lease come to of a limit by name; 0 when a lease has none of it.</summary>
    public long OfLimit(string name, Permits permits) => Policy.Limits.FirstOrDefault(limit => limit.Name == name) is { } limit ? permits.Of(limit) : 0;

    /// <summary>The permits of those kinds that a limit or a budget charges, and <see cref="Permits.Most"/> of the others.</summary>
    internal Permits OnlyCharged(Permits permits, ParentBudgets parents) => new(
        ChargesItems || parents.ChargeItems ? permits.Items : Permits.Most,
        ChargesRequests || parents.ChargeRequests ? permits.Requests : Permits.Most,
        ChargesNovel ? permits.Novel : Permits.Most);

    /// <summary>The terms of a policy, worked out once.</summary>
    public static LeaseTerms Of(Policy policy) => Decisions.PolicyTerms.Of(policy).Leases;
}
