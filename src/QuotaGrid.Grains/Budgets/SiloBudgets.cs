using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using QuotaGrid.Contracts.Budgets;
using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Grains.Hosting;

namespace QuotaGrid.Grains.Budgets;

/// <summary>
/// The budgets that this silo holds some of, for all identities on it: each interval each of them is reported to its grain, as a gateway reports identities; and at once when a request waits.
/// </summary>
internal sealed class SiloBudgets(IGrainFactory grains, SiloClock clock, TimeProvider time, IOptions<QuotaGridSiloOptions> options, GrainInstruments instruments)
    : SiloLoop(Interval, time)
{
    /// <summary>The most budgets that a silo holds at a time. Who needs another one gets no decision, until one is not needed any more.</summary>
    public const int MaxBudgets = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan IdleAge = TimeSpan.FromMinutes(1);

    private readonly ulong _firstHolder = RandomId.Next();
    private readonly ConcurrentDictionary<string, BudgetLine> _lines = new(StringComparer.Ordinal);
    private long _holders;

    /// <summary>The budgets that pay for what an identity does.</summary>
    /// <exception cref="BudgetUnavailableException">The silo holds <see cref="MaxBudgets"/> others.</exception>
    public ParentBudgets ParentsOf(PolicySet set, Capability capability, Tenant? tenant)
    {
        if (set.Budgets.IsEmpty)
        {
            return ParentBudgets.None;
        }

        var parents = ImmutableArray.CreateBuilder<HeldBudget>(ParentBudgets.Most);
        if (set.BudgetOf(capability) is { } ofCapability)
        {
            parents.Add(LineOf(BudgetKey.Of(capability), ofCapability).Budget);
        }

        if (tenant is { } known && set.BudgetOf(known) is { } ofTenant)
        {
            parents.Add(LineOf(BudgetKey.Of(known), ofTenant).Budget);
        }

        return parents.Count == 0 ? ParentBudgets.None : new ParentBudgets(parents.DrainToImmutable());
    }

    /// <summary>Waits until a request need not wait for any of an identity's budgets: each has enough for it, or is known to have too little.</summary>
    /// <exception cref="BudgetUnavailableException">That takes too long; nothing was charged.</exception>
    public ValueTask ReadyAsync(ParentBudgets parents, Permits permits)
    {
        foreach (var budget in parents.Budgets)
        {
            if (!budget.IsReadyFor(permits, clock.Now))
            {
                return new ValueTask(AllReadyAsync(parents, permits));
            }
        }

        return ValueTask.CompletedTask;
    }

    private async Task AllReadyAsync(ParentBudgets parents, Permits permits)
    {
        foreach (var budget in parents.Budgets)
        {
            if (_lines.TryGetValue(budget.Key, out var line))
            {
                await line.ReadyAsync(permits, options.Value.StoragePatience);
            }
        }
    }

    /// <inheritdoc />
    protected override Task TurnAsync(int turn)
    {
        foreach (var (key, line) in _lines)
        {
            line.Report(options.Value.StoragePatience);
            if (line.Idle > IdleAge && line.IsSettled)
            {
                _lines.TryRemove(key, out _);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Returns what the silo holds.</summary>
    protected override Task EndAsync() => Task.WhenAll(_lines.Values.Select(line => line.ReturnAsync(options.Value.StoragePatience)));

    private BudgetLine LineOf(BudgetKey key, Budget budget)
    {
        if (!_lines.TryGetValue(key.Value, out var line))
        {
            line = Add(key.Value, budget);
        }

        line.Budget.Apply(budget);
        return line;
    }

    private BudgetLine Add(string key, Budget budget)
    {
        if (_lines.Count >= MaxBudgets)
        {
            throw new BudgetUnavailableException(key);
        }

        var held = new HeldBudget(key, new HolderId(_firstHolder + (ulong)Interlocked.Increment(ref _holders)), budget);
        return _lines.GetOrAdd(key, new BudgetLine(held, grains.GetGrain<IBudgetGrain>(key), clock, Time, instruments));
    }
}
