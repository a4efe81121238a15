using System.Text.Json.Serialization;

namespace QuotaGrid.Load.Service;

/// <summary>The bodies of the HTTP surface, in its spelling.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(DecisionReply))]
[JsonSerializable(typeof(IdentityReply))]
[JsonSerializable(typeof(OutcomeReport))]
[JsonSerializable(typeof(Problem))]
public sealed partial class ServiceJson : JsonSerializerContext;
