namespace QuotaGrid.Load.Service;

/// <summary>The body of <c>POST /v1/decisions</c>.</summary>
/// <param name="Identity">Who asks.</param>
/// <param name="Capability">What the answer reveals.</param>
/// <param name="Targets">What is asked about.</param>
/// <param name="Attributes">What is known of the client; null leaves the field out.</param>
public sealed record DecisionRequest(string Identity, string Capability, IReadOnlyList<string> Targets, IReadOnlyDictionary<string, string>? Attributes = null);
