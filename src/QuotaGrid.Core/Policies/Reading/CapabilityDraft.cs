using System.Collections.Immutable;
using System.Text.Json;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>A capability as far as it could be read; null where there was a problem.</summary>
internal sealed record CapabilityDraft(
    string Path, string? Name, TargetSpace? Space, string? DefaultRegion, TimeSpan? Horizon, long? MaxBatch)
{
    private static readonly ImmutableArray<string> Properties = ["name", "targets", "horizon", "maxBatch"];
    private static readonly ImmutableArray<string> TargetProperties = ["space", "defaultRegion"];

    private static readonly ImmutableArray<(string, TargetSpace)> Spaces =
        [("e164", TargetSpace.E164), ("integer", TargetSpace.Integer), ("opaque", TargetSpace.Opaque)];

    /// <summary>Reads a capability.</summary>
    public static CapabilityDraft Read(JsonElement element, string path, ProblemList problems)
    {
        if (ObjectReader.Open(element, path, Properties, problems) is not { } reader)
        {
            return new CapabilityDraft(path, null, null, null, null, null);
        }

        var name = reader.ReadName("name");
        var (space, region) = ReadTargets(reader);
        return new CapabilityDraft(
            path,
            name,
            space,
            region,
            reader.Has("horizon")
                ? reader.ReadDuration("horizon", PolicyBounds.MinHorizon, PolicyBounds.MaxHorizon)
                : PolicyBounds.DefaultHorizon,
            reader.Has("maxBatch") ? reader.ReadInteger("maxBatch", 1, PolicyBounds.MaxBatch) : PolicyBounds.MaxBatch);
    }

    /// <summary>The capability, once the document has no problem.</summary>
    public CapabilityDefinition ToDefinition() =>
        new(Capability.Parse(Name), Space!.Value, DefaultRegion, Horizon!.Value, (int)MaxBatch!.Value);

    /// <summary>Reads the required property <c>capability</c>, the name of one that the document defines.</summary>
    /// <param name="reader">What has the property.</param>
    /// <param name="defined">The capabilities of the document by name, or null when they could not be read.</param>
    /// <returns>The name as far as it is one, and the capability if it is defined.</returns>
    public static (string? Name, CapabilityDraft? Capability) ReadReference(ObjectReader reader, IReadOnlyDictionary<string, CapabilityDraft>? defined)
    {
        var name = reader.ReadName("capability");
        CapabilityDraft? capability = null;
        if (name is not null && defined?.TryGetValue(name, out capability) == false)
        {
            reader.ReportValue("capability", name, RemedyForUndefined(defined.Keys));
        }

        return (name, capability);
    }

    private static string RemedyForUndefined(IEnumerable<string> defined)
    {
        var names = defined.Take(PolicyBounds.MaxCapabilities).ToArray();
        return names.Length == 0
            ? "Define it in $.capabilities."
            : $"Define it in $.capabilities, which has {ObjectReader.Join(names, "and")}.";
    }

    private static (TargetSpace? Space, string? Region) ReadTargets(ObjectReader capability)
    {
        if (capability.ReadObject("targets", TargetProperties) is not { } targets)
        {
            return default;
        }

        var space = targets.ReadWord("space", Spaces);
        if (space is TargetSpace.Integer or TargetSpace.Opaque)
        {
            targets.Refuse("defaultRegion", "Only targets of the space 'e164' have a default region.", "Remove it.");
            return (space, null);
        }

        return (space, targets.Has("defaultRegion") ? ReadRegion(targets) : null);
    }

    private static string? ReadRegion(ObjectReader targets)
    {
        const string Remedy = "Write the two upper-case letters (ISO 3166) of a country with a numbering plan, such as 'DE'.";
        var text = targets.ReadText("defaultRegion", Remedy);
        if (text is null || E164Numbers.KnowsRegion(text))
        {
            return text;
        }

        targets.ReportValue("defaultRegion", text, Remedy);
        return null;
    }
}
