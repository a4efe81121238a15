using System.Collections.Immutable;
using System.Text.Json;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>A policy as far as it could be read; null where there was a problem.</summary>
internal sealed record PolicyDraft(
    string Path, string? Name, string? Capability, string? Plan, Stage? Stage, FailMode? FailMode, ImmutableArray<LimitDraft> Limits)
{
    private static readonly ImmutableArray<string> Properties = ["name", "capability", "plan", "stage", "failMode", "limits", "detection"];

    private static readonly ImmutableArray<(string, FailMode)> FailModes =
        [("closed", Policies.FailMode.Closed), ("open", Policies.FailMode.Open), ("local-share", Policies.FailMode.LocalShare)];

    /// <summary>The words for stages.</summary>
    public static readonly ImmutableArray<(string Word, Stage Stage)> Stages =
        [("shadow", Policies.Stage.Shadow), ("enforced", Policies.Stage.Enforced)];

    private DetectionDraft? Detection { get; init; }

    /// <summary>Reads a policy and checks its limits against each other and against its capability.</summary>
    /// <param name="element">The policy.</param>
    /// <param name="path">Its JSON path.</param>
    /// <param name="capabilities">The capabilities of the document by name, or null when they could not be read.</param>
    /// <param name="problems">Where problems go.</param>
    public static PolicyDraft Read(
        JsonElement element, string path, IReadOnlyDictionary<string, CapabilityDraft>? capabilities, ProblemList problems)
    {
        if (ObjectReader.Open(element, path, Properties, problems) is not { } reader)
        {
            return new PolicyDraft(path, null, null, null, null, null, []);
        }

        var name = reader.ReadName("name");
        var (capabilityName, capability) = CapabilityDraft.ReadReference(reader, capabilities);
        var plan = reader.Has("plan") ? reader.ReadName("plan") : Policies.Plan.Default.Value;
        var stage = reader.ReadWord("stage", Stages);
        var failMode = reader.ReadWord("failMode", FailModes);
        var limits = ReadLimits(reader, capability, problems);
        UniqueValues.Check(limits.Select(limit => ($"{limit.Path}.name", limit.Name)), "name", problems);
        CheckInFlight(limits, problems);
        return new PolicyDraft(path, name, capabilityName, plan, stage, failMode, limits)
        {
            Detection = reader.Has("detection") ? DetectionDraft.Read(reader, limits, problems) : null,
        };
    }

    /// <summary>The policy, once the document has no problem.</summary>
    public Policy ToPolicy() => new(
        Name!,
        Capabilities.Capability.Parse(Capability),
        Policies.Plan.Parse(Plan),
        Stage!.Value,
        FailMode!.Value,
        [.. Limits.Select(limit => limit.ToLimit())])
    {
        Detection = Detection?.ToDetection(),
    };

    private static ImmutableArray<LimitDraft> ReadLimits(ObjectReader reader, CapabilityDraft? capability, ProblemList problems) =>
        reader.ReadArray("limits", 1, PolicyBounds.MaxLimits) is { } elements
            ? [.. elements.Select((limit, i) => LimitDraft.Read(limit, $"{reader.PathOf("limits")}[{i}]", capability, problems))]
            : [];

    // A request has one hold, and what is in flight is the same whatever it is called: the lowest of several quotas would decide alone.
    private static void CheckInFlight(ImmutableArray<LimitDraft> limits, ProblemList problems)
    {
        var inFlight = limits.Where(limit => limit.Kind == LimitKind.InFlight).ToArray();
        foreach (var surplus in inFlight.Skip(1))
        {
            problems.Add(
                $"{surplus.Path}.kind",
                $"A policy has at most one in-flight limit, and {inFlight[0].Path} is one already.",
                "Keep the one with the lower quota.");
        }
    }
}
