namespace QuotaGrid.Core.Policies;

/// <summary>What one permit of a limit pays for.</summary>
public enum LimitUnit
{
    /// <summary>One target: a batch of 500 targets costs 500. JSON: <c>items</c>.</summary>
    Items = 1,

    /// <summary>One request, however many targets it carries; of velocity limits, and always of in-flight limits. JSON: <c>requests</c>.</summary>
    Requests = 2,
}
