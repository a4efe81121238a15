using System.Collections.Immutable;
using QuotaGrid.Core.Cohorts;

namespace QuotaGrid.Core.Policies;

/// <summary>
/// That identities are watched for sweeping: for what they ask showing, together with what everybody else asks, that they read targets out. Two are equal when all they say is equal. JSON: <c>detection</c>.
/// </summary>
/// <param name="Stage">Whether the ladder is carried out. In the shadow stage a conviction is recorded and told, and nothing is denied for it.</param>
/// <param name="OneIn">
/// Of so many honest identities at most one is ever convicted, however long they are watched: 1/alpha, <see cref="PolicyBounds.MinOneIn"/> to <see cref="PolicyBounds.MaxOneIn"/>.
/// </param>
/// <param name="Ladder">
/// What is done at the first conviction, at the second, and so on; the last step is repeated. 1 to <see cref="PolicyBounds.MaxLadderSteps"/>, none milder than the one before.
/// </param>
public sealed record Detection(Stage Stage, long OneIn, ImmutableArray<LadderStep> Ladder)
{
    /// <summary>What is done about others of a campaign; null when nothing is, and each identity is judged by itself.</summary>
    public CampaignRule? Campaign { get; init; }

    /// <summary>
    /// The kinds of cohort that count: names of attributes that requests come with, and <see cref="Cohort.SignUpHourKind"/>. At most <see cref="PolicyBounds.MaxCohorts"/>, none twice. Default: none.
    /// </summary>
    public ImmutableArray<string> Cohorts { get; init; } = [];

    /// <summary>What is done at a conviction.</summary>
    /// <param name="earlier">How many there were before, not yet lived down.</param>
    public LadderStep StepAfter(int earlier) => Ladder[Math.Min(earlier, Ladder.Length - 1)];

    /// <summary>Whether the other one says the same. Steps and cohorts are compared one by one, not as the arrays that hold them.</summary>
    public bool Equals(Detection? other) =>
        other is not null && Stage == other.Stage && OneIn == other.OneIn && Campaign == other.Campaign && Ladder.AsSpan().SequenceEqual(other.Ladder.AsSpan())
        && Cohorts.AsSpan().SequenceEqual(other.Cohorts.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Stage, OneIn, Campaign, Ladder.AsSpan().Length);
}
