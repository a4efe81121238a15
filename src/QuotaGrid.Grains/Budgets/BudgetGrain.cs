using Microsoft.Extensions.Logging;
using QuotaGrid.Contracts.Budgets;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Leases;
using QuotaGrid.Grains.Owners;
using QuotaGrid.Grains.Storage;

namespace QuotaGrid.Grains.Budgets;

/// <summary>A budget of a capability or a tenant. It lends to silos what identities on them spend, by the code by which an identity lends to gateways, and is stored as one is.</summary>
[GrainType("budget")]
internal sealed class BudgetGrain(
    [PersistentState(StorageNames.Budget, StorageNames.Provider)] IPersistentState<StoredBytes> stored,
    PolicyCache policies,
    OwnerServices services,
    ILogger<BudgetGrain> logger) : OwnerGrain(stored, services, logger), IBudgetGrain
{
    private string Key => this.GetPrimaryKeyString();

    public async ValueTask<SyncReply> SyncAsync(SyncReport report)
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        var budget = BudgetKey.Find(inForce.Set, Key) ?? throw new UnknownBudgetException(Key);
        CheckReport(report);
        var reply = State.For(BudgetPolicy.Definition).Sync(BudgetPolicy.Definition, BudgetPolicy.Of(budget), report, Epoch, Rules, Now);
        return await LendAsync(reply);
    }

    public async Task<BudgetReport> GetState()
    {
        var inForce = policies.Current ?? await policies.GetAsync();
        var state = State.For(BudgetPolicy.Definition);
        return BudgetKey.Find(inForce.Set, Key) is { } budget
            ? new(Key, inForce.Version, state.Peek(BudgetPolicy.Definition, BudgetPolicy.Of(budget), Now), state.Holders)
            : new(Key, inForce.Version, Limits: [], state.Holders);
    }
}
