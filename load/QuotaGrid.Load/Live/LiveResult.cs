using QuotaGrid.Load.Reports;

namespace QuotaGrid.Load.Live;

/// <summary>What a live run came to.</summary>
/// <param name="Settings">What it was made of.</param>
/// <param name="People">What honest people were answered.</param>
/// <param name="WarmUp">How long it took until everybody had voted, in seconds.</param>
/// <param name="Attacks">What came of the attacks.</param>
/// <param name="Requests">Decisions that were asked for.</param>
/// <param name="Failed">Requests of any kind that had no usable answer, and were sent again.</param>
public sealed record LiveResult(LiveSettings Settings, PeopleTally People, double WarmUp, IReadOnlyList<LiveAttackResult> Attacks, long Requests, long Failed)
{
    /// <summary>Figures of the parts that are no attacks.</summary>
    public IReadOnlyList<Figure> Costs { get; init; } = [];

    /// <summary>Honest people who were convicted.</summary>
    public int ConvictedPeople { get; init; }
}
