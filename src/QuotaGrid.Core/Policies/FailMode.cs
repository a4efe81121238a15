namespace QuotaGrid.Core.Policies;

/// <summary>What a gateway answers while the identity's grain cannot be reached. Every policy names it; there is no default.</summary>
public enum FailMode
{
    /// <summary>Nothing may be looked up: the answer is that nobody could decide. JSON: <c>closed</c>.</summary>
    Closed = 1,

    /// <summary>Everything may be looked up; counted, logged and visible. JSON: <c>open</c>.</summary>
    Open = 2,

    /// <summary>
    /// The gateway decides by itself, by the policy's limits divided by the number of gateways; counted, logged and visible. JSON: <c>local-share</c>.
    /// </summary>
    LocalShare = 3,
}
