using System.Collections.Immutable;
using System.Text.Json;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>A budget as far as it could be read; null where there was a problem, or the other of capability and tenant is there.</summary>
internal sealed record BudgetDraft(string Path, string? Capability, string? Tenant, ImmutableArray<LimitDraft> Limits)
{
    private static readonly ImmutableArray<string> Properties = ["capability", "tenant", "limits"];

    /// <summary>Reads a budget.</summary>
    /// <param name="element">The budget.</param>
    /// <param name="path">Its JSON path.</param>
    /// <param name="capabilities">The capabilities of the document by name, or null when they could not be read.</param>
    /// <param name="problems">Where problems go.</param>
    public static BudgetDraft Read(
        JsonElement element, string path, IReadOnlyDictionary<string, CapabilityDraft>? capabilities, ProblemList problems)
    {
        if (ObjectReader.Open(element, path, Properties, problems) is not { } reader)
        {
            return new BudgetDraft(path, null, null, []);
        }

        var (ofCapability, ofTenant) = (reader.Has("capability"), reader.Has("tenant"));
        if (ofCapability && ofTenant)
        {
            problems.Add(path, "The budget has both a capability and a tenant.", "Keep one of them, and write another budget for the other.");
        }
        else if (!ofCapability && !ofTenant)
        {
            problems.Add(path, "The budget has neither a capability nor a tenant.", "Write the 'capability' or the 'tenant' whose identities share it.");
        }

        var capability = ofCapability ? CapabilityDraft.ReadReference(reader, capabilities).Name : null;
        var tenant = ofTenant ? ReadTenant(reader, problems) : null;
        return new BudgetDraft(path, capability, tenant, ReadLimits(reader, problems));
    }

    /// <summary>The budget, once the document has no problem.</summary>
    public Budget ToBudget() => new(
        Capability is null ? null : Capabilities.Capability.Parse(Capability),
        Tenant is null or Budget.EveryTenant ? null : Identities.Tenant.Parse(Tenant),
        [.. Limits.Select(limit => limit.ToLimit())]);

    private static string? ReadTenant(ObjectReader reader, ProblemList problems)
    {
        const string Remedy = $"Write {OpaqueName.Form}, or '{Budget.EveryTenant}' for each tenant without a budget of its own.";
        if (reader.ReadText("tenant", Remedy) is not { } text)
        {
            return null;
        }

        if (OpaqueName.FindProblem(text, "tenant") is not { } detail)
        {
            return text;
        }

        problems.Add(reader.PathOf("tenant"), $"{detail} It is {QuotedText.Of(text)}.", Remedy);
        return null;
    }

    private static ImmutableArray<LimitDraft> ReadLimits(ObjectReader reader, ProblemList problems) =>
        reader.ReadArray("limits", 1, PolicyBounds.MaxBudgetLimits) is { } elements
            ? [.. elements.Select((limit, i) => LimitDraft.ReadOfBudget(limit, $"{reader.PathOf("limits")}[{i}]", problems))]
            : [];
}
