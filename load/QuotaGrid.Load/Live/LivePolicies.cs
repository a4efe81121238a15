using System.Text.Json;
using System.Text.Json.Nodes;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Load.Evaluate.Defences;

namespace QuotaGrid.Load.Live;

/// <summary>
/// What the cluster of a live run is served: <c>deploy/policies/contacts-detection.json</c> with its detection enforced and, because months do not fit into minutes, a shorter horizon; windows that are
/// longer than that are cut to it. Beside it two capabilities with the same limits in the shadow stage, in which nothing is denied and nothing lent: one that is watched and one that is not.
/// </summary>
public static class LivePolicies
{
    /// <summary>The capability that is attacked.</summary>
    public static readonly Capability Attacked = Capability.Parse("contacts.lookup");

    /// <summary>The capability whose requests are all decided by grains, with detection.</summary>
    public static readonly Capability Watched = Capability.Parse("contacts.watched");

    /// <summary>The same without detection.</summary>
    public static readonly Capability Unwatched = Capability.Parse("contacts.unwatched");

    private const string Window = "window";

    /// <summary>Writes the document.</summary>
    /// <param name="horizon">How long targets are remembered.</param>
    public static string Document(TimeSpan horizon)
    {
        var document = JsonNode.Parse(DeployedPolicy.DetectionDocument(), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        document.Remove("$schema");
        var (capabilities, policies) = (document["capabilities"]!.AsArray(), document["policies"]!.AsArray());
        capabilities[0]!["horizon"] = DurationText.Format(horizon);
        var attacked = policies[0]!;
        foreach (var limit in attacked["limits"]!.AsArray())
        {
            if (limit![Window] is { } window && DurationText.Parse(window.GetValue<string>()) > horizon)
            {
                limit[Window] = DurationText.Format(horizon);
            }
        }

        foreach (var (capability, isWatched) in ((Capability, bool)[])[(Watched, true), (Unwatched, false)])
        {
            var (definition, policy) = (capabilities[0]!.DeepClone(), attacked.DeepClone().AsObject());
            (definition["name"], policy["name"], policy["capability"], policy["stage"]) = (capability.Value, capability.Value, capability.Value, "shadow");
            if (!isWatched)
            {
                policy.Remove("detection");
            }

            capabilities.Add(definition);
            policies.Add(policy);
        }

        attacked["detection"]!["stage"] = "enforced";
        return document.ToJsonString();
    }
}
