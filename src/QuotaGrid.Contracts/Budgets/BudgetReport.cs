using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Contracts.Budgets;

/// <summary>Where a budget stands.</summary>
/// <param name="Key">Whose it is.</param>
/// <param name="PolicyVersion">The version of the policy set in force.</param>
/// <param name="Limits">Where each limit stands, what silos hold charged; empty when the policies in force have no such budget.</param>
/// <param name="Silos">How many silos hold some of it, or did a short while ago.</param>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("quotagrid.BudgetReport")]
public sealed record BudgetReport(
    [property: Id(0)] string Key,
    [property: Id(1)] long PolicyVersion,
    [property: Id(2)] ImmutableArray<LimitStatus> Limits,
    [property: Id(3)] int Silos);
