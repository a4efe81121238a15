namespace QuotaGrid.Load.Service;

/// <summary>What was done about an identity last.</summary>
/// <param name="Action">What.</param>
/// <param name="Signal">Because of what.</param>
/// <param name="Convictions">How often it was convicted.</param>
public sealed record ContainmentReply(string Action, string Signal, int Convictions);
