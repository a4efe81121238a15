namespace QuotaGrid.Load.Census;

/// <summary>What a group of identities has asked and was answered, at one moment.</summary>
/// <param name="Requests">Requests that ended, decisions and outcome reports.</param>
/// <param name="Failed">Those of them that got no usable answer.</param>
/// <param name="Asked">Items sent for a decision.</param>
/// <param name="Answered">Items that the server allowed, so that the backend answered them.</param>
/// <param name="Denied">Items that the server denied.</param>
/// <param name="Invalid">Items that the server did not take for targets.</param>
/// <param name="RegisteredAsked">Items asked for that are registered.</param>
/// <param name="RegisteredAnswered">Items answered that are registered.</param>
/// <param name="FirstDenial">When the first item was denied, since the start of the run; null when none was.</param>
public sealed record GroupCounts(
    long Requests,
    long Failed,
    long Asked,
    long Answered,
    long Denied,
    long Invalid,
    long RegisteredAsked,
    long RegisteredAnswered,
    TimeSpan? FirstDenial)
{
    /// <summary>Items that got a decision.</summary>
    public long Decided => Answered + Denied + Invalid;
}
