using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuotaGrid.Gateway.Endpoints;

/// <summary>How bodies are read and written. Unknown and repeated fields are refused: a misspelt field must not be taken for one left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    PropertyNameCaseInsensitive = false,
    MaxDepth = 8)]
[JsonSerializable(typeof(DecisionRequestBody))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(OutcomeRequestBody))]
[JsonSerializable(typeof(IdentityBody))]
[JsonSerializable(typeof(BudgetBody))]
[JsonSerializable(typeof(CampaignBody))]
[JsonSerializable(typeof(CampaignsBody))]
[JsonSerializable(typeof(ChallengeRequestBody))]
internal sealed partial class QuotaGridJson : JsonSerializerContext;
