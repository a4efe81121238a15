using System.Runtime.CompilerServices;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Budgets;

/// <summary>A budget in the form of a policy: it is kept, charged, lent and stored by the same code as the limits of an identity.</summary>
public static class BudgetPolicy
{
    /// <summary>The capability under which a budget's state is kept. It is part of the stored format.</summary>
    public static readonly CapabilityDefinition Definition = new(Capability.Parse("budget"), TargetSpace.Opaque, DefaultRegion: null, PolicyBounds.MinHorizon, MaxBatch: 1);

    private static readonly ConditionalWeakTable<Budget, Policy> Known = [];

    /// <summary>The policy of a budget, always the same one.</summary>
    public static Policy Of(Budget budget) => Known.GetValue(
        budget, static budget => new Policy("budget", Definition.Name, Plan.Default, Stage.Enforced, FailMode.Closed, budget.Limits));
}
