using Orleans.CodeGeneration;
using QuotaGrid.Core.Leases;

namespace QuotaGrid.Contracts.Budgets;

/// <summary>
/// What many identities may spend together in the whole cluster: one for each capability and each tenant that has a budget. Lends to silos as identities lend to gateways.
/// Keys: <see cref="BudgetKey"/>.
/// </summary>
[GrainInterfaceType("quotagrid.budget"), Version(1), Alias("quotagrid.budget")]
public interface IBudgetGrain : IGrainWithStringKey
{
    /// <summary>Takes a silo's report and lends to it. Sent twice, it changes nothing the second time.</summary>
    /// <exception cref="UnknownBudgetException">The policies in force have no such budget; nothing was changed.</exception>
    /// <exception cref="Core.Problems.InvalidValueException">The report has more leases or targets than it may; nothing was changed.</exception>
    /// <exception cref="Identities.ChargesNotStoredException">What was lent could not be stored in time; nobody has it.</exception>
    [Alias("Sync")]
    ValueTask<SyncReply> SyncAsync(SyncReport report);

    /// <summary>Where the budget stands. The name and the task are what the Orleans dashboard's grain-state page calls.</summary>
    [Alias("GetState")]
    Task<BudgetReport> GetState();
}
