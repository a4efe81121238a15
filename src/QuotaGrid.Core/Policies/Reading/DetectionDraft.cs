using System.Collections.Immutable;
using System.Text.Json;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Policies.Reading;

/// <summary>A policy's detection as far as it could be read; null where there was a problem.</summary>
internal sealed record DetectionDraft(Stage? Stage, long? OneIn, ImmutableArray<(ContainmentAction? Action, TimeSpan? Duration)> Ladder)
{
    private static readonly ImmutableArray<string> Properties = ["stage", "oneIn", "ladder", "cohorts", "campaign"];
    private static readonly ImmutableArray<string> StepProperties = ["action", "for"];
    private static readonly ImmutableArray<string> CampaignProperties = ["action", "for", "members"];

    private const string CohortRemedy = "Write names of attributes that requests come with, such as 'network', or 'signup-hour'.";

    private static readonly ImmutableArray<(string, ContainmentAction)> Actions =
        [("tighten", ContainmentAction.Tighten), ("challenge", ContainmentAction.Challenge), ("block", ContainmentAction.Block)];

    private (ContainmentAction? Action, TimeSpan? Duration, long? Members)? Campaign { get; init; }

    private ImmutableArray<string> Cohorts { get; init; } = [];

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
            Cohorts = reader.Has("cohorts") ? ReadCohorts(reader, problems) : [],
            Campaign = reader.Has("campaign") ? ReadCampaign(reader) : null,
        };
    }

    /// <summary>The detection, once the document has no problem.</summary>
    public Detection ToDetection() => new(Stage!.Value, OneIn!.Value, [.. Ladder.Select(step => new LadderStep(step.Action!.Value, step.Duration!.Value))])
    {
        Cohorts = Cohorts,
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

    private static ImmutableArray<string> ReadCohorts(ObjectReader reader, ProblemList problems)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var path = reader.PathOf("cohorts");
        foreach (var (element, i) in (reader.ReadArray("cohorts", 0, PolicyBounds.MaxCohorts) ?? []).Select((element, i) => (element, i)))
        {
            if (element.ValueKind != JsonValueKind.String)
            {
                problems.Add($"{path}[{i}]", $"The value is {JsonText.Describe(element)}.", CohortRemedy);
            }
            else if (Name.FindProblem(element.GetString()) is { } detail)
            {
                problems.Add($"{path}[{i}]", $"{detail} It is {QuotedText.Of(element.GetString()!)}.", Name.Remedy);
            }
            else if (element.GetString() == Cohort.EverybodyKind)
            {
                problems.Add($"{path}[{i}]", $"Everybody is in the cohort '{Cohort.EverybodyKind}' anyway.", CohortRemedy);
            }
            else
            {
                names.Add(element.GetString()!);
            }
        }

        UniqueValues.Check(names.Select((name, i) => ($"{path}[{i}]", (string?)name)), "cohort", problems);
        return names.ToImmutable();
    }
}
