namespace QuotaGrid.Core.Policies;

/// <summary>What a gateway answers while the identity's grain cannot be reached. Every policy names it; there is no default.</summary>
public enum FailMode
{
    /// <summary>Deny what no lease pays for. JSON: <c>closed</c>.</summary>
    Closed = 1,

    /// <summary>Allow what no lease pays for; counted and visible. JSON: <c>open</c>.</summary>
    Open = 2,
}
