namespace QuotaGrid.Core.Policies;

/// <summary>What one permit of a limit pays for.</summary>
public enum LimitUnit
{
    /// <summary>One target: a batch of 500 targets costs 500. JSON: <c>items</c>.</summary>
    Items = 1,

    /// <summary>One request, however many targets it carries; only velocity limits know this unit. JSON: <c>requests</c>.</summary>
    Requests = 2,
}
