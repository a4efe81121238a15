using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Policies;

/// <summary>The published schema and the parser say the same, as far as a schema can say it.</summary>
public class PolicySchemaTests
{
    private static readonly byte[] SchemaBytes = PolicyText.ReadDeployed("policies.schema.json");

    [Fact]
    public async Task TheSchemaAcceptsTheDefaultDocument()
    {
        using var json = JsonDocument.Parse(PolicyText.DefaultDocument, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

        Assert.Equal("./policies.schema.json", json.RootElement.GetProperty("$schema").GetString());
        Assert.True(await IsAcceptedBySchema(JsonSerializer.Serialize(json.RootElement)));
    }

    [Theory]
    [InlineData("$schema", "\"./policies.schema.json\"")]
    [InlineData("$schema", "5")]
    [InlineData("capabilities[0].horizon", null)]
    [InlineData("capabilities[0].maxBatch", null)]
    [InlineData("capabilities[0].maxBatch", "1")]
    [InlineData("capabilities[0].maxBatch", "10000")]
    [InlineData("capabilities[0].targets", """{ "space": "e164" }""")]
    [InlineData("capabilities[0].targets", """{ "space": "integer" }""")]
    [InlineData("capabilities[0].targets", """{ "space": "opaque" }""")]
    [InlineData("policies[0].name", "\"a.b-c_9\"")]
    [InlineData("policies[0].plan", null)]
    [InlineData("policies[0].stage", "\"shadow\"")]
    [InlineData("policies[0].failMode", "\"open\"")]
    [InlineData("policies[0].limits[0].unit", null)]
    [InlineData("policies[0].limits[0].unit", "\"items\"")]
    [InlineData("policies[0].limits[0].burst", null)]
    [InlineData("policies[0].limits[0].burst", "1")]
    [InlineData("policies[0].limits[0].burst", "876000000")]
    [InlineData("policies[0].limits[0].quota", "1")]
    [InlineData("policies[0].limits[0].period", "\"1ms\"")]
    [InlineData("policies[0].limits[1].burst", null)]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 1, "fullAfter": "1s" }""")]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 600, "fullAfter": "90d" }""")]
    [InlineData("policies[0].limits[2]", null)]
    [InlineData("policies[0].limits[2].window", "\"60000ms\"")]
    [InlineData("policies[0].limits", """[{ "name": "n", "kind": "novel", "quota": 1000000, "period": "30d" }]""")]
    [InlineData("policies[0].limits", """[{ "name": "p", "kind": "inflight", "quota": 20, "lease": "30s" }]""")]
    [InlineData("policies[0].limits[2]", """{ "name": "p", "kind": "inflight", "quota": 1 }""")]
    [InlineData("policies[0].limits[2]", """{ "name": "p", "kind": "inflight", "quota": 10000, "lease": "1h" }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1m" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "enforced", "oneIn": 100, "ladder": [{ "action": "tighten", "for": "1h" }, { "action": "tighten", "for": "1d" }, { "action": "challenge", "for": "7d" }, { "action": "block", "for": "90d" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "enforced", "oneIn": 1000000000, "ladder": [{ "action": "block", "for": "1h" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1m" }], "cohorts": [] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1m" }], "cohorts": ["network", "asn", "client", "build", "signup-hour", "f", "g", "h"] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "block", "for": "1h" }], "campaign": { "action": "tighten", "for": "1d", "members": 20 } }""")]
    [InlineData("budgets", """[]""")]
    [InlineData("budgets", """[{ "capability": "lookup", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "tenant": "acme", "limits": [{ "name": "b", "kind": "velocity", "unit": "requests", "quota": 1, "period": "1s", "burst": 5 }] }]""")]
    [InlineData("budgets", """[{ "tenant": "*", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "capability": "lookup", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }, { "tenant": "Größe 42", "limits": [{ "name": "c", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    public async Task BothAccept(string at, string? json)
    {
        var text = PolicyText.With((at, json));

        Assert.Single(PolicyText.Parse(text).Policies);
        Assert.True(await IsAcceptedBySchema(text));
    }

    [Theory]
    [InlineData("formatVersion", null)]
    [InlineData("formatVersion", "0")]
    [InlineData("formatVersion", "2")]
    [InlineData("formatVersion", "\"1\"")]
    [InlineData("capabilities", null)]
    [InlineData("capabilities", "[]")]
    [InlineData("capabilities", "{}")]
    [InlineData("policies", null)]
    [InlineData("policies", "[]")]
    [InlineData("unknown", "1")]
    [InlineData("capabilities[0]", "5")]
    [InlineData("capabilities[0].name", null)]
    [InlineData("capabilities[0].name", "\"Lookup\"")]
    [InlineData("capabilities[0].targets", null)]
    [InlineData("capabilities[0].targets", "{}")]
    [InlineData("capabilities[0].targets", """{ "space": "phone" }""")]
    [InlineData("capabilities[0].targets", """{ "space": "opaque", "defaultRegion": "DE" }""")]
    [InlineData("capabilities[0].targets", """{ "space": "integer", "defaultRegion": "DE" }""")]
    [InlineData("capabilities[0].targets", """{ "space": "e164", "defaultRegion": "de" }""")]
    [InlineData("capabilities[0].targets", """{ "space": "e164", "defaultRegion": "DEU" }""")]
    [InlineData("capabilities[0].targets", """{ "space": "e164", "region": "DE" }""")]
    [InlineData("capabilities[0].horizon", "\"\"")]
    [InlineData("capabilities[0].horizon", "\"030d\"")]
    [InlineData("capabilities[0].horizon", "30")]
    [InlineData("capabilities[0].horizon", "null")]
    [InlineData("capabilities[0].maxBatch", "0")]
    [InlineData("capabilities[0].maxBatch", "10001")]
    [InlineData("capabilities[0].maxBatch", "1.5")]
    [InlineData("capabilities[0].extra", "1")]
    [InlineData("policies[0].name", null)]
    [InlineData("policies[0].name", "\"a-\"")]
    [InlineData("policies[0].name", "\"a2345678901234567890123456789012345678901234567890123456789012345\"")]
    [InlineData("policies[0].capability", null)]
    [InlineData("policies[0].plan", "null")]
    [InlineData("policies[0].plan", "\"\"")]
    [InlineData("policies[0].stage", null)]
    [InlineData("policies[0].stage", "\"Shadow\"")]
    [InlineData("policies[0].failMode", null)]
    [InlineData("policies[0].failMode", "\"local\"")]
    [InlineData("policies[0].limits", null)]
    [InlineData("policies[0].limits", "[]")]
    [InlineData("policies[0].extra", "1")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "block", "for": "1h" }], "campaign": { "action": "tighten", "for": "1d" } }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "block", "for": "1h" }], "campaign": { "action": "none", "for": "1d", "members": 20 } }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "block", "for": "1h" }], "campaign": { "action": "tighten", "for": "1d", "members": 2 } }""")]
    [InlineData("policies[0].detection", "null")]
    [InlineData("policies[0].detection", "{}")]
    [InlineData("policies[0].detection", """{ "stage": "shadow" }""")]
    [InlineData("policies[0].detection", """{ "ladder": [{ "action": "tighten", "for": "1h" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1m" }], "cohorts": "asn" }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1m" }], "cohorts": ["ASN"] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1m" }], "cohorts": ["asn", "asn"] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1m" }], "cohorts": ["everybody"] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1m" }], "cohorts": ["a", "b", "c", "d", "e", "f", "g", "h", "i"] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "oneIn": 99, "ladder": [{ "action": "tighten", "for": "1h" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "oneIn": 1000000001, "ladder": [{ "action": "tighten", "for": "1h" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "none", "for": "1h" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1h", "then": "block" }] }""")]
    [InlineData("policies[0].detection", """{ "stage": "shadow", "ladder": [{ "action": "tighten", "for": "1h" }, { "action": "tighten", "for": "1h" }, { "action": "tighten", "for": "1h" }, { "action": "tighten", "for": "1h" }, { "action": "tighten", "for": "1h" }] }""")]
    [InlineData("policies[0].limits[0].kind", null)]
    [InlineData("policies[0].limits[0].kind", "\"rate\"")]
    [InlineData("policies[0].limits[0].name", null)]
    [InlineData("policies[0].limits[0].unit", "\"bytes\"")]
    [InlineData("policies[0].limits[0].quota", null)]
    [InlineData("policies[0].limits[0].quota", "0")]
    [InlineData("policies[0].limits[0].quota", "1000000001")]
    [InlineData("policies[0].limits[0].quota", "\"5\"")]
    [InlineData("policies[0].limits[0].period", null)]
    [InlineData("policies[0].limits[0].period", "\"1w\"")]
    [InlineData("policies[0].limits[0].burst", "0")]
    [InlineData("policies[0].limits[0].burst", "1000000001")]
    [InlineData("policies[0].limits[0].window", "\"1d\"")]
    [InlineData("policies[0].limits[1].quota", null)]
    [InlineData("policies[0].limits[1].period", null)]
    [InlineData("policies[0].limits[1].unit", "\"items\"")]
    [InlineData("policies[0].limits[1].window", "\"1d\"")]
    [InlineData("policies[0].limits[1].burst", "0")]
    [InlineData("policies[0].limits[1].firstSync", "null")]
    [InlineData("policies[0].limits[1].firstSync", "{}")]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 100 }""")]
    [InlineData("policies[0].limits[1].firstSync", """{ "fullAfter": "7d" }""")]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 0, "fullAfter": "7d" }""")]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 1000000001, "fullAfter": "7d" }""")]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 100, "fullAfter": "a week" }""")]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 100, "fullAfter": "7d", "extra": 1 }""")]
    [InlineData("policies[0].limits[0].firstSync", """{ "burst": 100, "fullAfter": "7d" }""")]
    [InlineData("policies[0].limits[2].firstSync", """{ "burst": 100, "fullAfter": "7d" }""")]
    [InlineData("policies[0].limits[2].quota", null)]
    [InlineData("policies[0].limits[2].window", null)]
    [InlineData("policies[0].limits[2].unit", "\"items\"")]
    [InlineData("policies[0].limits[2].period", "\"1d\"")]
    [InlineData("policies[0].limits[2].burst", "1")]
    [InlineData("policies[0].limits[0].lease", "\"30s\"")]
    [InlineData("policies[0].limits[1].lease", "\"30s\"")]
    [InlineData("policies[0].limits[2].lease", "\"30s\"")]
    [InlineData("policies[0].limits[3]", """{ "name": "p", "kind": "inflight" }""")]
    [InlineData("policies[0].limits[3]", """{ "name": "p", "kind": "inflight", "quota": 0 }""")]
    [InlineData("policies[0].limits[3]", """{ "name": "p", "kind": "inflight", "quota": 10001 }""")]
    [InlineData("policies[0].limits[3]", """{ "name": "p", "kind": "inflight", "quota": 1, "lease": "soon" }""")]
    [InlineData("policies[0].limits[3]", """{ "name": "p", "kind": "inflight", "quota": 1, "unit": "requests" }""")]
    [InlineData("policies[0].limits[3]", """{ "name": "p", "kind": "inflight", "quota": 1, "period": "1s" }""")]
    [InlineData("policies[0].limits[3]", """{ "name": "p", "kind": "inflight", "quota": 1, "window": "1m" }""")]
    [InlineData("policies[0].limits[3]", """{ "name": "p", "kind": "inflight", "quota": 1, "burst": 1 }""")]
    [InlineData("budgets", """{}""")]
    [InlineData("budgets", """null""")]
    [InlineData("budgets", """[5]""")]
    [InlineData("budgets", """[{ "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "capability": "lookup", "tenant": "acme", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "capability": "Lookup", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "tenant": "", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "tenant": 5, "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "tenant": "a\u0007b", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "tenant": "acme" }]""")]
    [InlineData("budgets", """[{ "tenant": "acme", "limits": [] }]""")]
    [InlineData("budgets", """[{ "tenant": "acme", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }], "plan": "default" }]""")]
    [InlineData("budgets", """[{ "tenant": "acme", "limits": [{ "name": "b", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "tenant": "acme", "limits": [{ "name": "b", "kind": "novel", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "tenant": "acme", "limits": [{ "name": "b", "kind": "distinct", "quota": 1, "window": "1m" }] }]""")]
    [InlineData("budgets", """[{ "tenant": "acme", "limits": [{ "name": "b", "kind": "inflight", "quota": 1 }] }]""")]
    [InlineData("budgets", """[{ "tenant": "acme", "limits": [{ "name": "b", "kind": "velocity", "quota": 0, "period": "1s" }] }]""")]
    public async Task BothRefuse(string at, string? json)
    {
        var text = PolicyText.With((at, json));

        Assert.NotEmpty(PolicyText.ProblemsOf(text));
        Assert.False(await IsAcceptedBySchema(text));
    }

    [Theory]
    [InlineData("capabilities[0].name", "\"other\"")]
    [InlineData("capabilities[0].horizon", "\"91d\"")]
    [InlineData("policies[0].plan", "\"partner\"")]
    [InlineData("policies[0].limits[0].name", "\"n\"")]
    [InlineData("policies[0].limits[0].period", "\"31d\"")]
    [InlineData("policies[0].limits[0].quota", "1000000000", "policies[0].limits[0].period", "\"1ms\"")]
    [InlineData("policies[0].limits[2].window", "\"3d\"")]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 601, "fullAfter": "7d" }""")]
    [InlineData("policies[0].limits[1].firstSync", """{ "burst": 100, "fullAfter": "91d" }""")]
    [InlineData("policies[0].limits[2]", """{ "name": "p", "kind": "inflight", "quota": 1, "lease": "2h" }""")]
    [InlineData("policies[0].limits[2]", """{ "name": "p", "kind": "inflight", "quota": 1 }""", "policies[0].limits[0]", """{ "name": "q", "kind": "inflight", "quota": 1 }""")]
    [InlineData("budgets", """[{ "capability": "lookups", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "capability": "lookup", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }, { "capability": "lookup", "limits": [{ "name": "c", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    [InlineData("budgets", """[{ "capability": "lookup", "limits": [{ "name": "b", "kind": "velocity", "quota": 1, "period": "1s" }] }, { "tenant": "acme", "limits": [{ "name": "b", "kind": "velocity", "unit": "requests", "quota": 1, "period": "1s", "burst": 5 }] }]""")]
    [InlineData("budgets", """[{ "capability": "lookup", "limits": [{ "name": "v", "kind": "velocity", "quota": 1, "period": "1s" }] }]""")]
    public async Task OnlyTheParserKnowsWhatPartsSayAboutEachOther(string at, string json, string? at2 = null, string? json2 = null)
    {
        var text = PolicyText.With(at2 is null ? [(at, json)] : [(at, json), (at2, json2)]);

        Assert.NotEmpty(PolicyText.ProblemsOf(text));
        Assert.True(await IsAcceptedBySchema(text));
    }

    [Theory]
    [InlineData("properties/formatVersion/enum/0", PolicyBounds.FormatVersion)]
    [InlineData("properties/capabilities/minItems", 1)]
    [InlineData("properties/capabilities/maxItems", PolicyBounds.MaxCapabilities)]
    [InlineData("properties/policies/minItems", 1)]
    [InlineData("properties/policies/maxItems", PolicyBounds.MaxPolicies)]
    [InlineData("properties/budgets/maxItems", PolicyBounds.MaxBudgets)]
    [InlineData("definitions/budget/properties/tenant/minLength", 1)]
    [InlineData("definitions/budget/properties/tenant/maxLength", Tenant.MaxBytes)]
    [InlineData("definitions/budget/properties/limits/minItems", 1)]
    [InlineData("definitions/budget/properties/limits/maxItems", PolicyBounds.MaxBudgetLimits)]
    [InlineData("definitions/policy/properties/limits/minItems", 1)]
    [InlineData("definitions/policy/properties/limits/maxItems", PolicyBounds.MaxLimits)]
    [InlineData("definitions/capability/properties/maxBatch/minimum", 1)]
    [InlineData("definitions/capability/properties/maxBatch/maximum", PolicyBounds.MaxBatch)]
    [InlineData("definitions/capability/properties/maxBatch/default", PolicyBounds.MaxBatch)]
    [InlineData("definitions/velocityLimit/properties/quota/maximum", PolicyBounds.MaxQuota)]
    [InlineData("definitions/velocityLimit/properties/burst/maximum", PolicyBounds.MaxBurst)]
    [InlineData("definitions/novelLimit/properties/quota/maximum", PolicyBounds.MaxQuota)]
    [InlineData("definitions/novelLimit/properties/burst/maximum", PolicyBounds.MaxBurst)]
    [InlineData("definitions/firstSync/properties/burst/minimum", 1)]
    [InlineData("definitions/firstSync/properties/burst/maximum", PolicyBounds.MaxBurst)]
    [InlineData("definitions/distinctLimit/properties/quota/maximum", PolicyBounds.MaxQuota)]
    [InlineData("definitions/inFlightLimit/properties/quota/minimum", 1)]
    [InlineData("definitions/inFlightLimit/properties/quota/maximum", PolicyBounds.MaxInFlight)]
    [InlineData("definitions/name/maxLength", Name.MaxLength)]
    public void TheSchemaStatesTheBoundsOfTheParser(string at, long bound) => Assert.Equal(bound, Find(at).GetValue<long>());

    [Fact]
    public void TheSchemaStatesTheFormsAndDefaultsOfTheParser()
    {
        Assert.Equal(Name.Pattern, Find("definitions/name/pattern").GetValue<string>());
        Assert.Equal(DurationText.Pattern, Find("definitions/duration/pattern").GetValue<string>());
        Assert.Equal(DurationText.Format(PolicyBounds.DefaultHorizon), Find("definitions/capability/properties/horizon/default").GetValue<string>());
        Assert.Equal(Plan.Default.Value, Find("definitions/policy/properties/plan/default").GetValue<string>());
        Assert.Equal(DurationText.Format(PolicyBounds.DefaultLease), Find("definitions/inFlightLimit/properties/lease/default").GetValue<string>());
        Assert.Equal("items", Find("definitions/velocityLimit/properties/unit/default").GetValue<string>());
    }

    private static JsonNode Find(string at) =>
        at.Split('/').Aggregate(JsonNode.Parse(SchemaBytes)!, (node, step) => (node is JsonArray array ? array[int.Parse(step)] : node[step])!);

    private static async Task<bool> IsAcceptedBySchema(string json)
    {
        var schema = await JsonSchema.FromJsonAsync(Encoding.UTF8.GetString(SchemaBytes), TestContext.Current.CancellationToken);
        return schema.Validate(json).Count == 0;
    }
}
