namespace QuotaGrid.Load.Evaluate.Honest;

/// <summary>What came of a month of honest people before one defence.</summary>
/// <param name="Groups">All people first, then each group.</param>
/// <param name="Items">Items that were asked for.</param>
/// <param name="DeniedItems">Those that were denied.</param>
/// <param name="Scores">Everybody's score at the end, in no order that matters.</param>
public sealed record HonestResult(IReadOnlyList<GroupResult> Groups, long Items, long DeniedItems, IReadOnlyList<float> Scores)
{
    /// <summary>The name of the group of all people.</summary>
    public const string All = "all";

    /// <summary>The share of the items that were denied.</summary>
    public double DeniedItemShare => Items == 0 ? 0 : (double)DeniedItems / Items;
}
