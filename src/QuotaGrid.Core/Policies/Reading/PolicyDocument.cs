using System.Collections.Immutable;
using System.Text.Json;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>
/// Reads a policy document: its syntax, then its values, then what its parts say about each other. Every problem is reported at
/// once, with its JSON path; malformed JSON and a newer format are reported alone, because what follows cannot be judged.
/// </summary>
internal static class PolicyDocument
{
    private static readonly ImmutableArray<string> Properties = ["$schema", "formatVersion", "capabilities", "policies", "budgets"];

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidPolicyException">The document cannot be used; the exception lists every problem.</exception>
    public static PolicySet Read(ReadOnlySpan<byte> utf8Json)
    {
        ReadOnlyMemory<byte> document = utf8Json.ToArray();
        using var json = JsonSyntax.Parse(document);
        RefuseNewerFormat(json.RootElement);

        var problems = new ProblemList();
        if (ObjectReader.Open(json.RootElement, "$", Properties, problems) is not { } root)
        {
            throw problems.ToException();
        }

        root.ReadInteger("formatVersion", PolicyBounds.FormatVersion, PolicyBounds.FormatVersion);
        var capabilities = ReadCapabilities(root, problems);
        var byName = capabilities is { } read ? IndexByName(read) : null;
        var policies = ReadPolicies(root, byName, problems);
        var budgets = ReadBudgets(root, byName, policies ?? [], problems);
        if (capabilities is { } defined && policies is { } written)
        {
            RequireDefaultPlans(defined, written, problems);
        }

        return problems.IsEmpty
            ? new PolicySet(
                [.. capabilities!.Value.Select(capability => capability.ToDefinition())],
                [.. policies!.Value.Select(policy => policy.ToPolicy())],
                [.. budgets.Select(budget => budget.ToBudget())],
                document)
            : throw problems.ToException();
    }

    private static void RefuseNewerFormat(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("formatVersion", out var version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt64(out var number)
            && number > PolicyBounds.FormatVersion)
        {
            throw new InvalidPolicyException([new ValueProblem(
                "$.formatVersion",
                $"The formatVersion is '{number}', newer than this QuotaGrid reads.",
                $"Upgrade QuotaGrid, or write the document in format {PolicyBounds.FormatVersion}.")]);
        }
    }

    private static ImmutableArray<CapabilityDraft>? ReadCapabilities(ObjectReader root, ProblemList problems)
    {
        if (root.ReadArray("capabilities", 1, PolicyBounds.MaxCapabilities) is not { } elements)
        {
            return null;
        }

        ImmutableArray<CapabilityDraft> capabilities =
            [.. elements.Select((element, i) => CapabilityDraft.Read(element, $"$.capabilities[{i}]", problems))];
        UniqueValues.Check(capabilities.Select(capability => ($"{capability.Path}.name", capability.Name)), "name", problems);
        return capabilities;
    }

    private static ImmutableArray<PolicyDraft>? ReadPolicies(
        ObjectReader root, Dictionary<string, CapabilityDraft>? capabilities, ProblemList problems)
    {
        if (root.ReadArray("policies", 1, PolicyBounds.MaxPolicies) is not { } elements)
        {
            return null;
        }

        ImmutableArray<PolicyDraft> policies =
            [.. elements.Select((element, i) => PolicyDraft.Read(element, $"$.policies[{i}]", capabilities, problems))];
        UniqueValues.Check(policies.Select(policy => ($"{policy.Path}.name", policy.Name)), "name", problems);
        UniqueValues.Check(policies.Select(policy => (policy.Path, CapabilityAndPlan(policy))), "capability and plan", problems);
        return policies;
    }

    private static ImmutableArray<BudgetDraft> ReadBudgets(
        ObjectReader root, Dictionary<string, CapabilityDraft>? capabilities, ImmutableArray<PolicyDraft> policies, ProblemList problems)
    {
        if (!root.Has("budgets") || root.ReadArray("budgets", 0, PolicyBounds.MaxBudgets) is not { } elements)
        {
            return [];
        }

        ImmutableArray<BudgetDraft> budgets =
            [.. elements.Select((element, i) => BudgetDraft.Read(element, $"$.budgets[{i}]", capabilities, problems))];
        UniqueValues.Check(budgets.Select(budget => ($"{budget.Path}.capability", budget.Capability)), "capability", problems);
        UniqueValues.Check(budgets.Select(budget => ($"{budget.Path}.tenant", budget.Tenant)), "tenant", problems);

        // A decision names the limit that denied, and nothing else says whether that was a policy's or a budget's.
        UniqueValues.Check(
            NamesOf(budgets.SelectMany(budget => budget.Limits)), "name", problems, NamesOf(policies.SelectMany(policy => policy.Limits)));
        return budgets;

        static IEnumerable<(string Path, string? Name)> NamesOf(IEnumerable<LimitDraft> limits) =>
            limits.Select(limit => ($"{limit.Path}.name", limit.Name));
    }

    private static Dictionary<string, CapabilityDraft> IndexByName(ImmutableArray<CapabilityDraft> capabilities)
    {
        var byName = new Dictionary<string, CapabilityDraft>(StringComparer.Ordinal);
        foreach (var capability in capabilities)
        {
            if (capability.Name is { } name)
            {
                byName.TryAdd(name, capability);
            }
        }

        return byName;
    }

    private static string? CapabilityAndPlan(PolicyDraft policy) =>
        policy is { Capability: not null, Plan: not null } ? $"{policy.Capability} {policy.Plan}" : null;

    private static void RequireDefaultPlans(
        ImmutableArray<CapabilityDraft> capabilities, ImmutableArray<PolicyDraft> policies, ProblemList problems)
    {
        var covered = policies.Where(policy => policy.Plan == Plan.Default.Value).Select(policy => policy.Capability).ToHashSet();
        foreach (var capability in capabilities.Where(capability => capability.Name is not null && !covered.Contains(capability.Name)))
        {
            problems.Add(
                capability.Path,
                $"The capability '{capability.Name}' has no policy for the plan '{Plan.Default}', "
                + "so requests that name no plan would be refused.",
                $"Add a policy of the capability '{capability.Name}' without a 'plan'.");
        }
    }
}
