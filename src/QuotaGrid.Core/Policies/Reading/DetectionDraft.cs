using System.Collections.Immutable;
using QuotaGrid.Core.Decisions;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>A policy's detection as far as it could be read; null where there was a problem.</summary>
internal sealed record DetectionDraft(Stage? Stage, long? OneIn, ImmutableArray<(ContainmentAction? Action, TimeSpan? Duration)> Ladder)
{
    private static readonly ImmutableArray<string> Properties = ["stage", "oneIn", "ladder", "campaign"];
    private static readonly ImmutableArray<string> StepProperties = ["action", "for"];
    private static readonly ImmutableArray<string> CampaignProperties = ["action", "for", "members"];

    private static readonly ImmutableArray<(string, ContainmentAction)> Actions =
        [("tighten", ContainmentAction.Tighten), ("challenge", ContainmentAction.Challenge), ("block", ContainmentAction.Block)];

    private (ContainmentAction? Action, TimeSpan? Duration, long? Members)? Campaign { get; init; }

    /// <summary>Reads a policy's detection.</summary>
    /// <param name="policy">The policy, which has the property.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="problems">Where problems go.</param>
    public static DetectionDraft? Read(ObjectReader policy, ImmutableArray<LimitDraft> limits, ProblemList problems)
    {
        if (policy.ReadObject("detection", Properties) is not { } reader)
        {
            return null;
        }

        if (!limits.IsEmpty && limits.All(limit => limit.Kind is LimitKind.Velocity or LimitKind.InFlight))
        {
            problems.Add(
                reader.Path,
                "No limit of the policy is 'novel' or 'distinct', so nobody remembers what an identity asked for.",
                "Add a novel or a distinct limit, or remove the detection.");
        }

        return new DetectionDraft(
            reader.ReadWord("stage", PolicyDraft.Stages),
            reader.Has("oneIn") ? reader.ReadInteger("oneIn", PolicyBounds.MinOneIn, PolicyBounds.MaxOneIn) : PolicyBounds.DefaultOneIn,
            ReadLadder(reader, problems))
        {
            Campaign = reader.Has("campaign") ? ReadCampaign(reader) : null,
        };
    }

    /// <summary>The detection, once the document has no problem.</summary>
    public Detection ToDetection() => new(Stage!.Value, OneIn!.Value, [.. Ladder.Select(step => new LadderStep(step.Action!.Value, step.Duration!.Value))])
    {
        Campaign = Campaign is { } rule ? new CampaignRule(rule.Action!.Value, rule.Duration!.Value, (int)rule.Members!.Value) : null,
    };

    private static (ContainmentAction?, TimeSpan?, long?)? ReadCampaign(ObjectReader detection) =>
        detection.ReadObject("campaign", CampaignProperties) is { } rule
            ? (rule.ReadWord("action", Actions),
                rule.ReadDuration("for", PolicyBounds.MinContainment, PolicyBounds.MaxContainment),
                rule.ReadInteger("members", PolicyBounds.MinCampaignMembers, PolicyBounds.MaxCampaignMembers))
            : null;

    private static ImmutableArray<(ContainmentAction?, TimeSpan?)> ReadLadder(ObjectReader reader, ProblemList problems)
    {
        var hardest = ContainmentAction.None;
        var steps = ImmutableArray.CreateBuilder<(ContainmentAction?, TimeSpan?)>();
        foreach (var (element, i) in (reader.ReadArray("ladder", 1, PolicyBounds.MaxLadderSteps) ?? []).Select((element, i) => (element, i)))
        {
            if (ObjectReader.Open(element, $"{reader.PathOf("ladder")}[{i}]", StepProperties, problems) is not { } step)
            {
                continue;
            }

            var action = step.ReadWord("action", Actions);
            if (action < hardest)
            {
                step.ReportValue("action", DecisionWords.WordFor(action.Value), $"Write '{DecisionWords.WordFor(hardest)}' or harder, as in the step before.");
            }

            hardest = action > hardest ? action.Value : hardest;
            steps.Add((action, step.ReadDuration("for", PolicyBounds.MinContainment, PolicyBounds.MaxContainment)));
        }

        return steps.ToImmutable();
    }
}
