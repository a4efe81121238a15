using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Policies;

/// <summary>Policy documents for tests: a small valid one, edited at one place at a time, and the files of deploy.</summary>
internal static class PolicyText
{
    public const string Valid = """
        {
          "formatVersion": 1,
          "capabilities": [
            { "name": "lookup", "targets": { "space": "e164", "defaultRegion": "DE" }, "horizon": "2d", "maxBatch": 100 }
          ],
          "policies": [
            {
              "name": "lookup-default", "capability": "lookup", "plan": "default", "stage": "enforced", "failMode": "closed",
              "limits": [
                { "name": "v", "kind": "velocity", "unit": "requests", "quota": 1000, "period": "1h", "burst": 2000 },
                { "name": "n", "kind": "novel", "quota": 500, "period": "30d", "burst": 600 },
                { "name": "d", "kind": "distinct", "quota": 700, "window": "1d" }
              ]
            }
          ]
        }
        """;

    public static byte[] DefaultDocument => ReadDeployed("contacts-default.json");

    public static byte[] ReadDeployed(string file) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "deploy", "policies", file));

    /// <summary>The valid document with each place set to a JSON value, or removed where the value is null.</summary>
    public static string With(params (string At, string? Json)[] edits)
    {
        var root = JsonNode.Parse(Valid)!;
        foreach (var (at, json) in edits)
        {
            var steps = at.Split('.', '[').Select(step => step.TrimEnd(']')).ToArray();
            var parent = steps[..^1].Aggregate(root, Step);
            Set(parent, steps[^1], json);
        }

        return root.ToJsonString();
    }

    public static PolicySet Parse(string text) => PolicySet.Parse(Encoding.UTF8.GetBytes(text));

    public static ValueProblem[] ProblemsOf(string text) => ProblemsOf(Encoding.UTF8.GetBytes(text));

    public static ValueProblem[] ProblemsOf(byte[] document) =>
        [.. Assert.Throws<InvalidPolicyException>(() => PolicySet.Parse(document)).Problems];

    private static JsonNode Step(JsonNode node, string step) =>
        node is JsonArray array ? array[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!;

    private static void Set(JsonNode parent, string step, string? json)
    {
        if (parent is JsonObject properties)
        {
            properties.Remove(step);
            if (json is not null)
            {
                properties.Add(step, JsonNode.Parse(json));
            }

            return;
        }

        var array = (JsonArray)parent;
        var index = int.Parse(step, CultureInfo.InvariantCulture);
        if (index < array.Count)
        {
            array.RemoveAt(index);
        }

        if (json is not null)
        {
            array.Insert(index, JsonNode.Parse(json));
        }
    }
}
