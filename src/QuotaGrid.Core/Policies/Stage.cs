namespace QuotaGrid.Core.Policies;

/// <summary>Whether a policy's denials are carried out.</summary>
public enum Stage
{
    /// <summary>Decide and record, never deny. JSON: <c>shadow</c>.</summary>
    Shadow = 1,

    /// <summary>Deny. JSON: <c>enforced</c>.</summary>
    Enforced = 2,
}
